package io.damso.store.storage;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts documents to BSON and back. A change of a decoded document does not affect the stored one. */
final class Bson {

    private static final int FIELD_SIZE = 8;

    private Bson() {}

    static byte[] encode(Document document) {
        ByteBuf buffer = Unpooled.buffer();
        BsonEncoder.encodeDocument(document, buffer);
        return ByteBufUtil.getBytes(buffer);
    }

    static Document decode(byte[] bytes) {
        return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bytes));
    }

    /** Returns the approximate size in bytes. Each character of a string counts as one byte. */
    static int roughSize(@Nullable Object value) {
        return switch (value) {
            case String string -> FIELD_SIZE + string.length();
            case Map<?, ?> document ->
                document.entrySet().stream()
                        .mapToInt(field -> roughSize(field.getKey()) + roughSize(field.getValue()))
                        .sum();
            case Collection<?> array -> array.stream().mapToInt(Bson::roughSize).sum();
            case BinData data -> FIELD_SIZE + data.getData().length;
            case null, default -> FIELD_SIZE;
        };
    }
}
