package io.damso.gateway.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawSocket;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A removal takes effect at once, for one room or for all sessions of a user. */
@TestPropertySource(properties = "damso.gateway.access.recheck-after=1s")
@DirtiesContext
class RemovalIT extends GatewayTest {

    /** The guarantee is one second; the rest is a margin for a busy machine. */
    private static final Duration SOON = Duration.ofSeconds(4);

    private static final String SUBSCRIBE_ERRORS = "SUBSCRIBE\nid:e\ndestination:/user/queue/errors\n";

    @Autowired
    private MeterRegistry meters;

    private String subscribe(String id, String roomId) {
        return "SUBSCRIBE\nid:" + id + "\ndestination:/topic/rooms." + roomId + "\n";
    }

    private RawSocket listening(String user, String... subscriptionIds) throws InterruptedException {
        RawSocket socket = rawConnected(user);
        socket.untilReceipt(SUBSCRIBE_ERRORS);
        for (String id : subscriptionIds) {
            assertThat(socket.untilReceipt(subscribe(id, room))).isEmpty();
        }
        return socket;
    }

    private void awaitNotice(RawSocket socket) throws InterruptedException {
        await("the notice").atMost(SOON).until(() -> !socket.received().isEmpty());
        assertThat(socket.next())
                .startsWith("MESSAGE\n")
                .contains(
                        "destination:/user/queue/errors",
                        "subscription:e",
                        "\"code\":\"membership-ended\"",
                        "\"destination\":\"/topic/rooms." + room + "\"",
                        "\"receipt\":null");
    }

    /** Sends, and returns once a member has received it. */
    private void sendAndReceive(ChatClient member, List<String> received, String text) throws Exception {
        now(member.send(room, text));
        awaitAtOnce("the message").until(() -> received.contains(text));
    }

    /** For rounds that repeat a race: the usual pause before the first look would take most of their time. */
    private static ConditionFactory awaitAtOnce(String what) {
        return await(what).pollInSameThread().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10));
    }

    private ChatClient subscribed(String user, List<String> received) throws Exception {
        ChatClient client = connect(user);
        now(client.join(room, message -> received.add(message.path("text").stringValue())));
        return client;
    }

    @Test
    void removedMembersSubscriptionsEndOnEverySessionWithANotice() throws Exception {
        String otherRoom = "r-" + UUID.randomUUID();
        responder.join(otherRoom, bob);
        List<String> received = new CopyOnWriteArrayList<>();
        try (ChatClient member = subscribed(alice, received);
                RawSocket first = listening(bob, "s1", "s2");
                RawSocket second = listening(bob, "s1")) {
            assertThat(first.untilReceipt(subscribe("other", otherRoom))).isEmpty();
            responder.leave(room, bob);
            awaitNotice(first);
            awaitNotice(second);
            sendAndReceive(member, received, "after the removal");
            for (RawSocket removed : List.of(first, second)) {
                assertThat(removed.untilReceipt("SUBSCRIBE\nid:n\ndestination:/user/queue/notifications\n"))
                        .isEmpty();
                removed.send("SEND\ndestination:/app/rooms." + room + ".send\nreceipt:x\n\n{\"text\":\"am I?\"}\0");
                assertThat(removed.next()).contains("\"code\":\"not-a-member\"", "\"receipt\":\"x\"");
                removed.send("UNSUBSCRIBE\nid:s1\nreceipt:z\n\n\0");
                assertThat(removed.next()).contains("\"code\":\"header-refused\"", "\"receipt\":\"z\"");
                removed.send(subscribe("again", room) + "receipt:y\n\n\0");
                assertThat(removed.next()).contains("\"code\":\"not-a-member\"", "\"receipt\":\"y\"");
            }
            first.send("SEND\ndestination:/app/rooms." + otherRoom + ".send\n\n{\"text\":\"elsewhere\"}\0");
            assertThat(first.next()).contains("subscription:other", "elsewhere");
        }
    }

    @Test
    void memberWhoIsAddedAgainMustSubscribeAgain() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        try (ChatClient member = subscribed(alice, received);
                RawSocket returning = listening(bob, "s1")) {
            responder.leave(room, bob);
            awaitNotice(returning);
            sendAndReceive(member, received, "while away");
            responder.join(room, bob);
            responder.publish("membership." + room, Map.of("roomId", room, "userId", bob, "member", true));
            sendAndReceive(member, received, "not subscribed yet");
            awaitAtOnce("admission").until(() -> {
                returning.send(subscribe("s1", room) + "receipt:again\n\n\0");
                return returning.next().contains("receipt-id:again");
            });
            sendAndReceive(member, received, "back");
            assertThat(returning.next()).contains("subscription:s1", "\"text\":\"back\"");
            assertThat(returning.received()).isEmpty();
        }
    }

    @Test
    void refusedUserWhoIsThenInvitedIsAcceptedAtTheFirstSubscribe() throws Exception {
        try (RawSocket invited = rawConnected(bob)) {
            invited.untilReceipt(SUBSCRIBE_ERRORS);
            for (int round = 0; round < 60; round++) {
                String other = "r-" + UUID.randomUUID();
                invited.send(subscribe("s", other) + "receipt:refused\n\n\0");
                assertThat(invited.next()).contains("\"code\":\"not-a-member\"");
                responder.join(other, bob); // the event may arrive after the user's next frame
                assertThat(invited.untilReceipt(subscribe("s", other))).isEmpty();
                responder.publish("membership." + other, Map.of("roomId", other, "userId", bob, "member", true));
                assertThat(invited.untilReceipt("UNSUBSCRIBE\nid:s\n")).isEmpty();
            }
        }
    }

    @Test
    void removalDuringSubscribeLeavesNoSubscription() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        try (ChatClient member = subscribed(alice, received);
                RawSocket racing = listening(bob)) {
            for (int round = 0; round < 40; round++) {
                responder.join(room, bob);
                awaitAtOnce("admission").until(() -> probe(racing).contains("receipt-id"));
                CompletableFuture<Void> removal = CompletableFuture.runAsync(() -> leave(bob));
                racing.send(subscribe("s" + round, room) + "\n\0");
                now(removal);
                awaitAtOnce("the removal to be known").until(() -> probe(racing).contains("not-a-member"));
                sendAndReceive(member, received, "round " + round);
                String text = "\"round " + round + "\"";
                assertThat(racing.untilReceipt("SUBSCRIBE\nid:n" + round + "\ndestination:/user/queue/notifications\n"))
                        .noneMatch(frame -> frame.contains(text));
            }
        }
    }

    private void leave(String user) {
        try {
            responder.leave(room, user);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the answer to a SEND; skips other frames. */
    private String probe(RawSocket socket) throws InterruptedException {
        socket.send("SEND\ndestination:/app/rooms." + room + ".send\nreceipt:probe\n\n{\"text\":\"probe\"}\0");
        String frame = socket.next();
        while (!frame.contains("receipt-id:probe\n") && !frame.contains("\"receipt\":\"probe\"")) {
            frame = socket.next();
        }
        return frame;
    }

    @Test
    void removalWhoseEventWasLostIsFoundByTheRecheck() throws Exception {
        try (RawSocket removed = listening(bob, "s1");
                RawSocket stays = listening(alice, "s1")) {
            responder.leaveWithoutEvent(room, bob);
            await("the notice").until(() -> !removed.received().isEmpty());
            assertThat(removed.next()).contains("\"code\":\"membership-ended\"");
            assertThat(stays.received()).isEmpty();
        }
    }

    @Test
    void withoutAnswersExistingSubscriptionsStay() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        try (ChatClient running = subscribed(alice, received);
                ChatClient late = connect(bob)) {
            responder.suppressAnswers(true);
            await("unanswered questions").atMost(Duration.ofSeconds(30)).until(() -> responder.unanswered() >= 2);
            assertThat(refusal(late.join(room, message -> {}))).isEqualTo("membership-unknown");
            sendAndReceive(running, received, "chat goes on");
            responder.suppressAnswers(false);
            await("an answer")
                    .pollInSameThread()
                    .until(() -> "accepted".equals(refusal(late.join(room, message -> {}))));
        }
    }

    @Test
    void administratorEndsEverySessionOfOneUser() throws Exception {
        try (RawSocket first = rawConnected(bob);
                RawSocket second = listening(bob, "s1");
                ChatClient other = connect(alice)) {
            responder.endSessions(bob);
            for (RawSocket socket : List.of(first, second)) {
                await("the end").atMost(SOON).until(socket::isClosed);
                assertThat(socket.next()).startsWith("ERROR\n").contains("\nerror-code:session-ended-by-admin\n");
                assertThat(socket.closeCode()).isEqualTo(1008);
                assertThat(socket.closeReason()).isEqualTo("session-ended-by-admin");
            }
            now(other.send(room, "unharmed"));
            try (ChatClient again = connect(bob)) {
                now(again.send(room, "a valid token lets in again"));
            }
        }
    }

    @Test
    void invalidEventsOnTheControlExchangeHaveNoEffect() throws Exception {
        try (RawSocket removed = listening(bob, "s1")) {
            responder.publish("sessions.ended", Map.of("userId", "a b"));
            responder.publish("sessions.ended", Map.of("userId", "nobody"));
            responder.publish("sessions.ended", List.of());
            responder.publish("sessions.ended", Map.of());
            responder.publish("membership." + room, "nonsense");
            responder.publish("membership." + room, Map.of("member", false));
            responder.publish("membership." + room, Map.of("roomId", "*", "userId", bob, "member", false));
            responder.leave(room, bob);
            awaitNotice(removed);
        }
    }

    @Test
    void indexOfUsersIsEmptyAfterChurn() throws Exception {
        await("sessions of other tests to be gone").until(() -> gauge("damso.sessions.users") == 0);
        for (int round = 0; round < 10; round++) {
            List<RawSocket> sockets = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                RawSocket socket = raw();
                sockets.add(socket);
                socket.send("CONNECT\naccept-version:1.2\nAuthorization:Bearer " + token("u" + i % 7) + "\n\n\0");
                if (i % 3 == 0) {
                    socket.close(); // possibly before the session has a user
                }
            }
            for (int i = 0; i < sockets.size(); i++) {
                if (i % 3 != 0) {
                    sockets.get(i).next();
                }
            }
            assertThat(gauge("damso.sessions.users")).isEqualTo(7);
            sockets.forEach(RawSocket::close);
        }
        await("the index to be empty")
                .untilAsserted(() -> assertThat(gauge("damso.sessions.users")).isZero());
        await("the sessions to be gone")
                .untilAsserted(() -> assertThat(gauge("damso.sessions.open")).isZero());
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }
}
