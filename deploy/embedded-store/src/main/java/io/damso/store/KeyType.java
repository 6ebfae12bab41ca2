package io.damso.store;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Keeps the keys of an index, ordered field by field as {@link ValueType} orders values. */
final class KeyType extends BasicDataType<KeyValue> {

    private static final int OBJECT_OVERHEAD = 64;

    @Override
    public int compare(KeyValue a, KeyValue b) {
        int fields = Math.min(a.size(), b.size());
        for (int i = 0; i < fields; i++) {
            int result = ValueType.compareValues(a.get(i), b.get(i));
            if (result != 0) {
                return result;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    @Override
    public int getMemory(KeyValue key) {
        return OBJECT_OVERHEAD + Bson.encode(toDocument(key)).length;
    }

    @Override
    public void write(WriteBuffer target, KeyValue key) {
        Bson.write(target, toDocument(key));
    }

    @Override
    public KeyValue read(ByteBuffer source) {
        return new KeyValue(Bson.read(source).values());
    }

    @Override
    public KeyValue[] createStorage(int size) {
        return new KeyValue[size];
    }

    private static Document toDocument(KeyValue key) {
        Document document = new Document();
        for (int i = 0; i < key.size(); i++) {
            document.put(Integer.toString(i), key.get(i));
        }
        return document;
    }
}
