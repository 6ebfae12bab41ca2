package io.damso.store.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.DataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PageTypesTests {

    static Stream<DataType<byte[]>> types() {
        return Stream.of(SortedBytes.INSTANCE, CompressedBytes.INSTANCE);
    }

    @ParameterizedTest
    @MethodSource("types")
    void pageComesBackAsItWasWritten(DataType<byte[]> type) {
        Random random = new Random(3);
        byte[] noise = new byte[5000];
        random.nextBytes(noise);
        byte[][] page = Stream.concat(
                        Stream.of(new byte[0], noise, new byte[300], new byte[301]),
                        IntStream.range(0, 40).mapToObj(i -> ("room-1:message-" + i).getBytes(StandardCharsets.UTF_8)))
                .toArray(byte[][]::new);
        assertThat(writeAndRead(type, page, page.length)).isDeepEqualTo(page);
    }

    @ParameterizedTest
    @MethodSource("types")
    void onlyTheUsedPartOfAPageIsWritten(DataType<byte[]> type) {
        byte[][] page = {{1}, {1, 2}, null, null};
        assertThat(writeAndRead(type, page, 2)).isDeepEqualTo(new byte[][] {{1}, {1, 2}});
        assertThat(writeAndRead(type, page, 0)).isEmpty();
    }

    private static byte[][] writeAndRead(DataType<byte[]> type, byte[][] page, int count) {
        WriteBuffer buffer = new WriteBuffer();
        type.write(buffer, page, count);
        ByteBuffer written = buffer.getBuffer();
        written.flip();
        byte[][] read = new byte[count][];
        type.read(written, read, count);
        assertThat(written.hasRemaining()).isFalse();
        return read;
    }
}
