package io.damso.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StompFrameTests {

    @Test
    void frameIsCommandHeadersEmptyLineBodyAndNul() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("destination", "/app/rooms.1.send");
        headers.put("receipt", "r");
        assertThat(new StompFrame(StompCommand.SEND, headers, "hé").encode())
                .isEqualTo("SEND\ndestination:/app/rooms.1.send\nreceipt:r\ncontent-length:3\n\nhé\0");
        assertThat(new StompFrame(StompCommand.UNSUBSCRIBE, Map.of("id", "s"), "").encode())
                .isEqualTo("UNSUBSCRIBE\nid:s\n\n\0");
    }

    @Test
    void headersAreEscaped() {
        assertThat(new StompFrame(StompCommand.ACK, Map.of("a:b", "c\\d\r\n"), "").encode())
                .isEqualTo("ACK\na\\cb:c\\\\d\\r\\n\n\n\0");
    }

    @Test
    void connectIsNotEscaped() {
        assertThat(new StompFrame(StompCommand.CONNECT, Map.of("Authorization", "a:b\\c"), "").encode())
                .isEqualTo("CONNECT\nAuthorization:a:b\\c\n\n\0");
    }

    @Test
    void contentLengthIsComputed() {
        assertThat(new StompFrame(StompCommand.SEND, Map.of("content-length", "99"), "a").encode())
                .isEqualTo("SEND\ncontent-length:1\n\na\0");
    }

    @Test
    void whatCannotBeWrittenIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new StompFrame(StompCommand.SUBSCRIBE, Map.of(), "body"));
        assertUnwritable(StompCommand.CONNECT, "login", "a\nadmin:true");
        assertUnwritable(StompCommand.CONNECT, "lo\rgin", "a");
        assertUnwritable(StompCommand.CONNECT, "lo:gin", "a");
        assertUnwritable(StompCommand.SEND, "destination", "a\0");
        assertUnwritable(StompCommand.SEND, "de\0stination", "a");
        assertUnwritable(StompCommand.SEND, "", "a");
    }

    private static void assertUnwritable(StompCommand command, String name, String value) {
        StompFrame frame = new StompFrame(command, Map.of(name, value), "");
        assertThatIllegalArgumentException().isThrownBy(frame::encode);
    }

    @Test
    void headersAreACopyInOrder() {
        Map<String, String> headers = new LinkedHashMap<>(Map.of("z", "1"));
        headers.put("a", "2");
        StompFrame frame = new StompFrame(StompCommand.ACK, headers, "");
        headers.clear();
        assertThat(frame.headers()).containsExactly(Map.entry("z", "1"), Map.entry("a", "2"));
        assertThat(frame.header("a")).isEqualTo("2");
        assertThat(frame.header("b")).isNull();
    }
}
