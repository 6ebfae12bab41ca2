package io.damso.load.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebSocketReaderTests {

    private final Recording recording = new Recording();

    @Test
    void readsFramesForEverySplit() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        frame(stream, 0x01, new byte[] {'a', 'b'});
        frame(stream, 0x89, new byte[] {'p'});
        frame(stream, 0x80, new byte[] {'c'});
        frame(stream, 0x8a, new byte[0]);
        frame(stream, 0x82, new byte[200]);
        frame(stream, 0x81, new byte[70_000]);
        frame(stream, 0x89, new byte[0]);
        frame(stream, 0x88, new byte[] {3, (byte) 244, 'b', 'y', 'e'});
        byte[] bytes = stream.toByteArray();
        new WebSocketReader(recording).read(bytes, 0, bytes.length);
        assertThat(recording.length).isEqualTo(3 + 200 + 70_000);
        assertThat(recording.controls).containsExactly("ping p", "ping ", "close 1012");

        for (int cut = 0; cut < bytes.length; cut += cut < 300 || cut > 70_000 ? 1 : 997) {
            Recording pieces = new Recording();
            WebSocketReader reader = new WebSocketReader(pieces);
            reader.read(bytes, 0, cut);
            reader.read(bytes, cut, bytes.length);
            assertThat(pieces).as("cut at %d", cut).usingRecursiveComparison().isEqualTo(recording);
        }
        Recording single = new Recording();
        WebSocketReader reader = new WebSocketReader(single);
        for (int i = 0; i < bytes.length; i++) {
            reader.read(bytes, i, i + 1);
        }
        assertThat(single).usingRecursiveComparison().isEqualTo(recording);
    }

    @Test
    void refusesMaskedFramesAndLongControlFrames() {
        assertThatThrownBy(() -> new WebSocketReader(recording).read(new byte[] {(byte) 0x81, (byte) 0x82}, 0, 2))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> new WebSocketReader(recording).read(new byte[] {(byte) 0x89, 126, 1, 0}, 0, 4))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void masksWhatAClientWrites() {
        byte[] payload = "some bytes".getBytes(StandardCharsets.UTF_8);
        ByteBuf frame = WebSocketWriter.message(UnpooledByteBufAllocator.DEFAULT, true, payload);
        assertThat(frame.readUnsignedByte()).isEqualTo((short) 0x81);
        assertThat(frame.readUnsignedByte()).isEqualTo((short) (0x80 | payload.length));
        byte[] mask = new byte[4];
        frame.readBytes(mask);
        byte[] masked = new byte[payload.length];
        frame.readBytes(masked);
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= mask[i % 4];
        }
        assertThat(masked).isEqualTo(payload);
        frame.release();
    }

    private static void frame(ByteArrayOutputStream stream, int head, byte[] payload) {
        stream.write(head);
        if (payload.length < 126) {
            stream.write(payload.length);
        } else {
            boolean large = payload.length > 65_535;
            stream.write(large ? 127 : 126);
            for (int shift = large ? 56 : 8; shift >= 0; shift -= 8) {
                stream.write((int) ((long) payload.length >> shift));
            }
        }
        stream.writeBytes(payload);
    }

    private static final class Recording implements WebSocketReader.Listener {

        private int length;
        private int sum;
        private final List<String> controls = new ArrayList<>();

        @Override
        public void payload(byte[] bytes, int from, int to) {
            for (int i = from; i < to; i++) {
                sum = 31 * sum + bytes[i];
            }
            length += to - from;
        }

        @Override
        public void ping(byte[] payload) {
            controls.add("ping " + new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void closing(int code) {
            controls.add("close " + code);
        }
    }
}
