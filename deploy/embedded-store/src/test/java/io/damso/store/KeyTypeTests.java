package io.damso.store;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.h2.mvstore.WriteBuffer;
import org.junit.jupiter.api.Test;

class KeyTypeTests {

    private final KeyType type = new KeyType();

    @Test
    void keyReadBackFromTheFileEqualsTheOneWritten() {
        Document embedded = new Document("room", "가").append("user", List.of(1.0, "x"));
        KeyValue key = new KeyValue(Arrays.asList(
                embedded, null, 3.0, Long.MAX_VALUE, true, new ObjectId(), UUID.randomUUID(), Instant.EPOCH));
        WriteBuffer buffer = new WriteBuffer();
        type.write(buffer, key);
        ByteBuffer written = buffer.getBuffer();
        written.flip();
        KeyValue read = type.read(written);
        assertThat(written.hasRemaining()).isFalse();
        assertThat(type.compare(read, key)).isZero();
    }

    @Test
    void keysSortFieldByField() {
        KeyValue first = new KeyValue("a", 9.0);
        KeyValue second = new KeyValue("ab", -1.0);
        KeyValue third = new KeyValue("ab", 2.0);
        assertThat(List.of(third, first, second).stream().sorted(type::compare)).containsExactly(first, second, third);
    }

    @Test
    void valuesOfDifferentTypesDiffer() {
        assertThat(type.compare(new KeyValue("1"), new KeyValue(1.0))).isNotZero();
        assertThat(type.compare(new KeyValue(Arrays.asList("a", null)), new KeyValue("a", ""))).isNotZero();
    }

    @Test
    void missingValueIsKeptAsMissing() {
        WriteBuffer buffer = new WriteBuffer();
        ValueType.INSTANCE.write(buffer, Missing.getInstance());
        ByteBuffer written = buffer.getBuffer();
        written.flip();
        assertThat(ValueType.INSTANCE.read(written)).isSameAs(Missing.getInstance());
    }
}
