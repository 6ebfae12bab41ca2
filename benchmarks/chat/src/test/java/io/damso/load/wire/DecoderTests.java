package io.damso.load.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.damso.load.peer.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTests {

    private static final String STOMP = "CONNECTED\nversion:1.2\n\n\0\n\n"
            + "RECEIPT\r\nreceipt-id:1\r\n\r\n\0"
            + "MESSAGE\ndestination:/topic/a\ncontent-length:5\nsubscription:0\n\na\0bcd\0\n"
            + "MESSAGE\nsubscription:0\n\nplain\0"
            + "MESSAGE\ncontent-length:0\n\n\0"
            + "RECEIPT\nreceipt-id:12\n\n\0"
            + "MESSAGE\nposition:AQ-_1\ncontent-length:3\nposition:no\nprefix:x\n\nnew\0"
            + "RECEIPT\r\nposition:AQ-_2\r\nrecovered:true\r\nreplayed:1\r\nreceipt-id:1\r\n\r\n\0"
            + "RECEIPT\nrecovered:false\nreplayed:0\ncode:position-too-old\nreceipt-id:1\n\n\0"
            + "ERROR\nmessage:no\n\nbody\0\n";
    private static final List<String> STOMP_EVENTS = List.of(
            "connected",
            "acknowledged 1",
            "message a\0bcd",
            "message plain",
            "message ",
            "acknowledged 12",
            "position AQ-_1",
            "message new",
            "resumed null",
            "position AQ-_2",
            "acknowledged 1",
            "resumed position-too-old",
            "acknowledged 1",
            "refused ERROR");

    private static final String NATS = "INFO {\"server_id\":\"a\"}\r\n+OK\r\nPING\r\nPONG\r\n"
            + "MSG rooms.1 1 5\r\na\r\nbc\r\nMSG rooms.1 1 reply.to 0\r\n\r\nPONG\r\nMSG r 1 12\r\ntwelve bytes\r\n"
            + "-ERR 'no'\r\n";
    private static final List<String> NATS_EVENTS = List.of(
            "connected",
            "pinged",
            "acknowledged 1",
            "message a\r\nbc",
            "message ",
            "acknowledged 2",
            "message twelve bytes",
            "refused -ERR 'no'");

    // The server writes two blanks where the reply subject of an answer would be.
    private static final String JETSTREAM = "INFO {}\r\nPONG\r\n"
            + "MSG rooms.2 1 _INBOX.a.2 5\r\nhello\r\n"
            + "MSG _INBOX.a.2 2  27\r\n{\"stream\":\"rooms\", \"seq\":1}\r\n"
            + "MSG _INBOX.a.13 2  57\r\n{\"error\":{\"err_code\":10077,\"description\":\"full\"},\"seq\":0}\r\n"
            + "MSG _INBOX.a.14 2  28\r\n{\"stream\":\"rooms\", \"seq\":22}\r\n";
    private static final List<String> JETSTREAM_EVENTS = List.of(
            "connected", "acknowledged 1", "message hello", "acknowledged 2", "refused 10077 full", "acknowledged 14");

    @Test
    void readsStompForEverySplit() {
        readsHoweverItIsCut(Dialect.STOMP, STOMP, STOMP_EVENTS);
    }

    @Test
    void readsNatsForEverySplit() {
        readsHoweverItIsCut(Dialect.NATS, NATS, NATS_EVENTS);
    }

    @Test
    void readsJetStreamForEverySplit() {
        readsHoweverItIsCut(Dialect.JETSTREAM, JETSTREAM, JETSTREAM_EVENTS);
    }

    private static void readsHoweverItIsCut(Dialect dialect, String text, List<String> expected) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                RecordingEvents events = new RecordingEvents();
                StreamDecoder decoder = WireProtocol.of(dialect).decoder(events);
                decoder.decode(bytes, 0, first);
                decoder.decode(bytes, first, second);
                decoder.decode(bytes, second, bytes.length);
                assertThat(events.seen).as("cut at %d and %d", first, second).isEqualTo(expected);
            }
        }
        RecordingEvents events = new RecordingEvents();
        StreamDecoder decoder = WireProtocol.of(dialect).decoder(events);
        for (int i = 0; i < bytes.length; i++) {
            decoder.decode(bytes, i, i + 1);
        }
        assertThat(events.seen).as("byte by byte").isEqualTo(expected);
    }

    @Test
    void doesNotKeepTheCallersArray() {
        RecordingEvents events = new RecordingEvents();
        StreamDecoder decoder = WireProtocol.of(Dialect.STOMP).decoder(events);
        byte[] shared = "MESSAGE\n\nab".getBytes(StandardCharsets.UTF_8);
        decoder.decode(shared, 0, shared.length);
        Arrays.fill(shared, (byte) 'x');
        decoder.decode(new byte[] {'c', 0}, 0, 2);
        assertThat(events.seen).containsExactly("message abc");
    }

    @Test
    void refusesAFrameThatGoesOnAfterItsLength() {
        byte[] bytes = "MESSAGE\ncontent-length:1\n\nab\0".getBytes(StandardCharsets.UTF_8);
        StreamDecoder decoder = WireProtocol.of(Dialect.STOMP).decoder(new RecordingEvents());
        assertThatThrownBy(() -> decoder.decode(bytes, 0, bytes.length)).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MSG x 5\r\nhello\r\n",
                "MSG 5\r\nhello\r\n",
                "MSG x 1 five\r\nhello\r\n",
                "MSG _INBOX.x 2 2\r\n{}\r\n"
            })
    void refusesAMessageOfNatsThatItCannotRead(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StreamDecoder decoder = WireProtocol.of(Dialect.JETSTREAM).decoder(new RecordingEvents());
        assertThatThrownBy(() -> decoder.decode(bytes, 0, bytes.length)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void eachConnectionToJetStreamHasAnInboxForItsAnswers() {
        WireProtocol protocol = WireProtocol.of(Dialect.JETSTREAM).forConnection();
        String subscription = new String(protocol.subscription("rooms.1"), StandardCharsets.UTF_8);
        assertThat(subscription).contains("SUB rooms.1 1\r\n").endsWith("* 2\r\nPING\r\n");
        String inbox = subscription.replaceAll("(?s).*SUB (_INBOX\\.\\w+\\.)\\* 2.*", "$1");
        assertThat(protocol.message("rooms.1", new byte[] {'h', 'i'}, 7))
                .asString()
                .isEqualTo("PUB rooms.1 " + inbox + "7 2\r\nhi\r\n");
        assertThat(protocol.message("rooms.1", new byte[] {'h', 'i'}, 0))
                .asString()
                .isEqualTo("PUB rooms.1 2\r\nhi\r\n");
        assertThat(protocol.forConnection().subscription(null)).asString().doesNotContain(inbox, "rooms.1");
    }

    @Test
    void resumesAfterAPosition() {
        WireProtocol stomp = WireProtocol.of(Dialect.STOMP);
        assertThat(stomp.subscription("/topic/x"))
                .asString()
                .isEqualTo("SUBSCRIBE\nid:0\ndestination:/topic/x\nreceipt:1\n\n\0");
        assertThat(stomp.resumption("/topic/x", "AQ"))
                .asString()
                .isEqualTo("SUBSCRIBE\nid:0\ndestination:/topic/x\nreceipt:1\nresume-after:AQ\n\n\0");
        assertThat(stomp.subscription(null)).isEmpty();
    }

    @Test
    void sendsWhatItAnnounces() {
        byte[] body = {'h', 'i'};
        assertThat(WireProtocol.of(Dialect.STOMP).message("/app/x", body, 7))
                .asString()
                .isEqualTo("SEND\ndestination:/app/x\ncontent-type:text/plain\ncontent-length:2\nreceipt:7\n\nhi\0");
        assertThat(WireProtocol.of(Dialect.NATS).message("x", body, 0))
                .asString()
                .isEqualTo("PUB x 2\r\nhi\r\n");
        assertThat(WireProtocol.of(Dialect.NATS).message("x", body, 2))
                .asString()
                .isEqualTo("PUB x 2\r\nhi\r\nPING\r\n");
    }
}
