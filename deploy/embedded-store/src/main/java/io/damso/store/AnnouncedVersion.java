package io.damso.store;

import de.bwaldvogel.mongo.MongoVersion;
import java.util.List;

/** The server version that clients are told; current drivers refuse the older ones mongo-java-server knows. */
enum AnnouncedVersion implements MongoVersion {
    MONGO_8_0;

    private static final int WIRE_VERSION = 25;

    @Override
    public List<Integer> getVersionArray() {
        return List.of(8, 0, 0);
    }

    @Override
    public int getWireVersion() {
        return WIRE_VERSION;
    }
}
