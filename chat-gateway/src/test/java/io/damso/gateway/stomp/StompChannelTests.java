package io.damso.gateway.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.GatewayProperties;
import io.damso.gateway.RefusedException;
import io.damso.gateway.admission.TestPlaces;
import io.damso.gateway.mailbox.TestMailbox;
import io.damso.gateway.rooms.Joined;
import io.damso.gateway.session.ClientSession;
import io.damso.gateway.session.Handshake;
import io.damso.gateway.session.Heartbeats;
import io.damso.gateway.session.Request;
import io.damso.gateway.session.Subscriptions;
import io.damso.gateway.session.TestSession;
import io.damso.protocol.DeliveryChanged;
import io.damso.protocol.Destination;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.Missed;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class StompChannelTests {

    private static final Request REQUEST = new Request("/app/rooms.r1.send", "a:1");

    private final TestMailbox socket = new TestMailbox();
    private final Subscriptions subscriptions = new Subscriptions();
    private final ReplyFrames frames = new ReplyFrames(
            new GatewayProperties("node-1", true, "/app", "/topic"), new JsonMapper(), new MessageFrames());
    private final StompChannel channel = new StompChannel(socket.mailbox(), subscriptions, frames);
    private final ClientSession session = new ClientSession(
            "s-1",
            new Handshake("192.0.2.1", TestPlaces.claimed(TestPlaces.places(1)), null),
            socket.mailbox(),
            subscriptions,
            channel);

    @AfterEach
    void close() {
        socket.close();
    }

    @Test
    void connectedNamesWhatWasAgreed() {
        channel.agreed(StompVersion.V1_1);
        channel.connected("s-1", TestSession.ALICE, new Heartbeats(1_000, 2_000));
        assertThat(socket.written)
                .singleElement()
                .asString()
                .startsWith("CONNECTED\n")
                .contains(
                        "version:1.1\n",
                        "heart-beat:1000,2000\n",
                        "session:s-1\n",
                        "user-name:alice\n",
                        "node:node-1\n");
    }

    @Test
    void receiptIsWrittenAsTheVersionEscapesIt() {
        channel.receipt(REQUEST);
        channel.agreed(StompVersion.V1_0);
        channel.receipt(REQUEST);
        channel.receipt(Request.NONE);
        assertThat(socket.written).containsExactly("RECEIPT\nreceipt-id:a\\c1\n\n\0", "RECEIPT\nreceipt-id:a:1\n\n\0");
    }

    @Test
    void receiptOfAMessageNamesItsId() {
        channel.kept(REQUEST, "m-1");
        channel.kept(Request.NONE, "m-2");
        assertThat(socket.written).containsExactly("RECEIPT\nreceipt-id:a\\c1\nmessage-id:m-1\n\n\0");
    }

    @Test
    void receiptOfASubscribeSaysHowItBegan() {
        channel.joined(REQUEST, new Joined("P", 0, null), false);
        channel.joined(REQUEST, new Joined("P", 7, null), true);
        channel.joined(REQUEST, new Joined(null, 0, ErrorCode.TOO_MANY_MISSED), true);
        channel.joined(Request.NONE, new Joined("P", 0, null), true);
        assertThat(socket.written)
                .containsExactly(
                        "RECEIPT\nreceipt-id:a\\c1\nposition:P\n\n\0",
                        "RECEIPT\nreceipt-id:a\\c1\nposition:P\nrecovered:true\nreplayed:7\n\n\0",
                        "RECEIPT\nreceipt-id:a\\c1\nrecovered:false\nreplayed:0\ncode:too-many-missed\n\n\0");
    }

    @Test
    void refusalIsSentToTheSubscriptionForErrors() throws RefusedException {
        assertThat(channel.refusal(REQUEST, ErrorCode.TEXT_EMPTY)).isFalse();
        assertThat(socket.written).isEmpty();
        session.subscribe("e", new Destination.UserErrors(), "/user/queue/errors", 10);
        assertThat(channel.refusal(REQUEST, ErrorCode.TEXT_EMPTY)).isTrue();
        await("the refusal").until(() -> !socket.written.isEmpty());
        assertThat(socket.written)
                .singleElement()
                .asString()
                .startsWith("MESSAGE\nsubscription:e\ndestination:/user/queue/errors\nmessage-id:")
                .contains("\"code\":\"text-empty\"", "\"receipt\":\"a:1\"", "\"destination\":\"/app/rooms.r1.send\"");
    }

    @Test
    void noticesAndNotificationsHaveSeparateDestinations() throws RefusedException {
        session.subscribe("n", new Destination.UserNotifications(), "/user/queue/notifications", 10);
        assertThat(channel.notice(ErrorCode.TOKEN_EXPIRING, null)).isFalse();
        channel.deliveryChanged(DeliveryChanged.resumed("/topic/rooms.r1", Missed.DELIVERED));
        await("the notification").until(() -> !socket.written.isEmpty());
        assertThat(socket.written)
                .singleElement()
                .asString()
                .contains(
                        "subscription:n\n",
                        "{\"type\":\"delivery-resumed\",\"destination\":\"/topic/rooms.r1\",\"complete\":true,\"follows\":false}");
    }

    @Test
    void idIsNeededFromVersion11On() throws RefusedException {
        assertRefusedId(null);
        assertRefusedId("");
        assertRefusedId("i".repeat(129));
        assertThat(channel.label("i".repeat(128), "/topic/rooms.R1")).endsWith("\ndestination:/topic/rooms.R1\n");
        channel.agreed(StompVersion.V1_0);
        assertThat(channel.label(null, "/topic/rooms.R1")).isEqualTo("destination:/topic/rooms.R1\n");
        assertThat(channel.label("a", "/topic/rooms.R1")).isEqualTo("subscription:a\ndestination:/topic/rooms.R1\n");
    }

    private void assertRefusedId(String id) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> channel.label(id, "/topic/rooms.R1"))
                .matches(e -> e.code() == ErrorCode.HEADER_REFUSED);
    }

    /** A session that cannot get ERROR is only closed; all others get ERROR first. */
    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void outcomeOfTheCodeSaysHowTheSessionEnds(ErrorCode code) {
        channel.end(null, code);
        String close = "close " + (code.retryable() ? 4000 : 1008) + " " + code.slug();
        if (code.outcome() == ErrorCode.Outcome.CLOSE) {
            assertThat(socket.written).containsExactly(close);
        } else {
            assertThat(socket.written).hasSize(2).endsWith(close);
            assertThat(socket.written.getFirst()).startsWith("ERROR\n").contains("error-code:" + code.slug() + "\n");
        }
    }

    @Test
    void errorThatAnswersAFrameNamesItsReceipt() {
        channel.end(REQUEST, ErrorCode.MALFORMED_FRAME);
        assertThat(socket.written).hasSize(2).endsWith("close 1002 null");
        assertThat(Arrays.asList(socket.written.getFirst().split("\n")))
                .contains("ERROR", "receipt-id:a\\c1", "error-code:malformed-frame");
    }

    @Test
    void errorForAnUnsupportedVersionListsTheSupportedOnes() {
        channel.end(Request.NONE, ErrorCode.VERSION_UNSUPPORTED);
        assertThat(socket.written.getFirst()).contains("version:1.0,1.1,1.2\n").doesNotContain("receipt-id");
    }

    @Test
    void heartbeatIsAnEndOfLine() {
        channel.heartbeat();
        assertThat(socket.written).containsExactly("\n");
    }
}
