package io.damso.gateway.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.internal.Generator;
import org.eclipse.jetty.websocket.core.internal.Parser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jetty's parser reads several messages of one write. */
class TextMessagesTests {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 70_000})
    void everyFrameIsAMessage(int length) {
        List<byte[]> frames =
                IntStream.range(0, 3).mapToObj(i -> new byte[length + i]).toList();
        for (int count = 1; count <= frames.size(); count++) {
            assertThat(read(written(new TextMessages(frames.subList(0, count)))))
                    .containsExactlyElementsOf(
                            IntStream.range(0, count).mapToObj(i -> length + i).toList());
        }
    }

    /** Writes like Jetty's flusher: the header, then the unchanged payload. */
    private static ByteBuffer written(Frame frame) {
        ByteBuffer header = BufferUtil.allocate(Generator.MAX_HEADER_LENGTH);
        new Generator().generateHeader(frame, header);
        ByteBuffer payload = frame.getPayload();
        return ByteBuffer.allocate(header.remaining() + payload.remaining())
                .put(header)
                .put(payload)
                .flip();
    }

    private static List<Integer> read(ByteBuffer written) {
        Configuration.ConfigurationCustomizer unlimited = new Configuration.ConfigurationCustomizer();
        unlimited.setAutoFragment(false);
        unlimited.setMaxFrameSize(0);
        Parser parser = new Parser(new ArrayByteBufferPool(), unlimited);
        List<Integer> lengths = new ArrayList<>();
        for (Frame.Parsed frame = parser.parse(written); frame != null; frame = parser.parse(written)) {
            assertThat(frame.isFin()).isTrue();
            assertThat(frame.isMasked()).isFalse();
            lengths.add(frame.getPayloadLength());
        }
        assertThat(written.hasRemaining()).isFalse();
        return lengths;
    }
}
