package io.damso.gateway.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.client.ChatClient;
import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** STOMP 1.0 allows subscriptions without an id, and has no escape sequences; later versions differ. */
class Stomp10IT extends GatewayTest {

    private static final String SUBSCRIBE_ERRORS = "SUBSCRIBE\nid:e\ndestination:/user/queue/errors\n";

    private RawSocket connected(String version) throws InterruptedException {
        RawSocket socket = raw();
        socket.send("CONNECT\naccept-version:" + version + "\nAuthorization:Bearer " + token(alice) + "\n\n\0");
        assertThat(socket.next()).startsWith("CONNECTED\n").contains("\nversion:" + version + "\n");
        return socket;
    }

    private String topic() {
        return "/topic/rooms." + room;
    }

    private String subscribe() {
        return "SUBSCRIBE\ndestination:" + topic() + "\n";
    }

    private String unsubscribe() {
        return "UNSUBSCRIBE\ndestination:" + topic() + "\n";
    }

    @Test
    void subscriptionWithoutAnIdReceivesMessagesWithoutTheHeader() throws Exception {
        try (RawSocket socket = raw();
                ChatClient sender = connect(bob)) {
            socket.send("CONNECT\nlogin:x\npasscode:y\nAuthorization:Bearer " + token(alice) + "\n\n\0");
            assertThat(socket.next()).startsWith("CONNECTED\n").contains("\nversion:1.0\n");
            assertThat(socket.untilReceipt(subscribe())).isEmpty();
            now(sender.send(room, "hello"));
            assertThat(socket.next())
                    .startsWith("MESSAGE\n")
                    .contains("\ndestination:" + topic() + "\n", "hello")
                    .doesNotContain("\nsubscription:");
            assertThat(socket.untilReceipt(unsubscribe())).isEmpty();
            now(sender.send(room, "nobody there"));
            assertThat(socket.untilReceipt("SUBSCRIBE\ndestination:/user/queue/notifications\n"))
                    .isEmpty();
        }
    }

    @Test
    void refusalsAreReceivedWithoutAnIdToo() throws Exception {
        try (RawSocket socket = connected("1.0")) {
            socket.untilReceipt("SUBSCRIBE\ndestination:/user/queue/errors\n");
            socket.send("SEND\ndestination:/nowhere\nreceipt:r\n\n\0");
            assertThat(socket.next())
                    .startsWith("MESSAGE\n")
                    .contains("\"code\":\"destination-refused\"")
                    .doesNotContain("\nsubscription:");
            assertThat(socket.untilReceipt(subscribe())).isEmpty();
        }
    }

    @Test
    void secondSubscriptionWithoutAnIdIsTheSameSubscription() throws Exception {
        try (RawSocket socket = connected("1.0");
                ChatClient sender = connect(bob)) {
            socket.untilReceipt(SUBSCRIBE_ERRORS);
            assertThat(socket.untilReceipt(subscribe())).isEmpty();
            assertThat(socket.untilReceipt(subscribe())).isEmpty();
            now(sender.send(room, "once"));
            assertThat(socket.next()).contains("\"text\":\"once\"");
            assertThat(socket.untilReceipt(unsubscribe())).as("received once").isEmpty();
            socket.send(unsubscribe() + "receipt:r\n\n\0");
            assertThat(socket.next()).contains("\"code\":\"header-refused\"", "\"receipt\":\"r\"");
        }
    }

    @Test
    void subscriptionsWithAndWithoutAnIdEndByWhatTheyHave() throws Exception {
        try (RawSocket socket = connected("1.0");
                ChatClient sender = connect(bob)) {
            socket.untilReceipt(SUBSCRIBE_ERRORS);
            socket.untilReceipt(subscribe());
            socket.untilReceipt("SUBSCRIBE\nid:1\ndestination:" + topic() + "\n");
            now(sender.send(room, "both"));
            assertThat(socket.next(2))
                    .hasSize(2)
                    .allMatch(frame -> frame.contains("\"text\":\"both\""))
                    .filteredOn(frame -> frame.contains("\nsubscription:1\n"))
                    .hasSize(1);
            assertThat(socket.untilReceipt(unsubscribe())).isEmpty();
            now(sender.send(room, "with id"));
            assertThat(socket.next()).contains("\nsubscription:1\n", "\"text\":\"with id\"");
            socket.send(unsubscribe() + "receipt:r\n\n\0");
            assertThat(socket.next()).contains("\"code\":\"header-refused\"", "\"receipt\":\"r\"");
            assertThat(socket.untilReceipt("UNSUBSCRIBE\nid:1\ndestination:/ignored\n"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "1.2"})
    void laterVersionsNeedTheId(String version) throws Exception {
        try (RawSocket socket = connected(version)) {
            socket.untilReceipt(SUBSCRIBE_ERRORS);
            socket.send(subscribe() + "receipt:r\n\n\0");
            assertThat(socket.next()).contains("\"code\":\"header-refused\"", "\"receipt\":\"r\"");
            socket.untilReceipt("SUBSCRIBE\nid:1\ndestination:" + topic() + "\n");
            socket.send(unsubscribe() + "receipt:r\n\n\0");
            assertThat(socket.next()).contains("\"code\":\"header-refused\"", "\"receipt\":\"r\"");
        }
    }

    @Test
    void backslashIsNotAnEscapeAndIsReturnedUnchanged() throws Exception {
        try (RawSocket socket = connected("1.0")) {
            for (String receipt : List.of("a\\b", "\\", "a\\n\\c", "C:\\\\rooms\\")) {
                socket.send("SUBSCRIBE\ndestination:" + topic() + "\nreceipt:" + receipt + "\n\n\0");
                assertThat(socket.next()).isEqualTo("RECEIPT\nreceipt-id:" + receipt + "\n\n\0");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void headersOfConnectHaveNoEscapesInAnyVersion(String version) throws Exception {
        for (String command : List.of("CONNECT", "STOMP")) {
            try (RawSocket socket = raw()) {
                socket.send(command + "\naccept-version:" + version
                        + "\nlogin:DOMAIN\\user\npasscode:\\\nAuthorization:Bearer " + token(alice) + "\n\n\0");
                assertThat(socket.next()).startsWith("CONNECTED\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1 \\q", "1.1 \\", "1.1 \\r", "1.2 \\q", "1.2 \\"})
    void unknownEscapeOfLaterVersionsIsMalformed(String versionAndValue) throws Exception {
        String version = versionAndValue.substring(0, 3);
        try (RawSocket socket = connected(version)) {
            socket.send("SUBSCRIBE\nid:1\ndestination:" + topic() + "\nx:a" + versionAndValue.substring(4) + "\n\n\0");
            assertThat(socket.next()).startsWith("ERROR\n").contains("\nerror-code:malformed-frame\n");
        }
    }
}
