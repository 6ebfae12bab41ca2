package io.damso.store;

import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Keeps documents as BSON in the file. */
final class DocumentType extends BasicDataType<Document> {

    private static final int OBJECT_OVERHEAD = 64;

    @Override
    public int getMemory(Document document) {
        return OBJECT_OVERHEAD + Bson.encode(document).length;
    }

    @Override
    public void write(WriteBuffer target, Document document) {
        Bson.write(target, document);
    }

    @Override
    public Document read(ByteBuffer source) {
        return Bson.read(source);
    }

    @Override
    public Document[] createStorage(int size) {
        return new Document[size];
    }
}
