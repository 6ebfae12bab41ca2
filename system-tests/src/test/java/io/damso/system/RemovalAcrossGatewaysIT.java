package io.damso.system;

import static io.damso.system.Cluster.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.client.RefusedException;
import io.damso.test.SignedToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A removed member loses access on all gateways at once. */
class RemovalAcrossGatewaysIT extends SystemTest {

    /** The guarantee is one second; the rest is a margin for a busy machine. */
    private static final Duration SOON = Duration.ofSeconds(4);

    private final List<String> noticed = new CopyOnWriteArrayList<>();

    private ChatClient subscribed(String node, String token, List<String> received) throws Exception {
        ChatClient client = client(node, token);
        client.notices(notice -> noticed.add(notice.path("code").stringValue() + " "
                + notice.path("destination").asString("")));
        now(client.join(room, message -> received.add(message.path("text").stringValue())));
        return client;
    }

    @Test
    void removedMemberReceivesNothingOnEitherGatewayUntilSubscribedAgain() throws Exception {
        List<String> alices = new CopyOnWriteArrayList<>();
        List<String> bobs = new CopyOnWriteArrayList<>();
        ChatClient first = subscribed("gateway-1", alicesToken, alices);
        ChatClient second = subscribed("gateway-2", alicesToken, alices);
        List<ChatClient> removed =
                List.of(subscribed("gateway-1", bobsToken, bobs), subscribed("gateway-2", bobsToken, bobs));
        now(first.send(room, "before"));
        await("all to receive").until(() -> alices.size() == 2 && bobs.size() == 2);
        api.removeMember(alicesToken, room, bob);
        await("both notices")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(noticed)
                        .containsExactly(
                                "membership-ended /topic/rooms." + room, "membership-ended /topic/rooms." + room));
        now(first.send(room, "one"));
        now(second.send(room, "two"));
        for (ChatClient client : removed) {
            assertThat(refusal(client.send(room, "am I?"))).isEqualTo("not-a-member");
            assertThat(refusal(client.join(room, message -> bobs.add("forbidden"))))
                    .isEqualTo("not-a-member");
        }
        await("the members to receive").until(() -> alices.size() == 6);
        api.addMember(alicesToken, room, bob);
        ChatClient returned = removed.getLast();
        assertThat(refusal(returned.join(
                        room, message -> bobs.add(message.path("text").stringValue()))))
                .isEqualTo("accepted");
        now(first.send(room, "back"));
        await("the message").untilAsserted(() -> assertThat(bobs).containsExactly("before", "before", "back"));
    }

    @Test
    void refusedUserWhoIsThenInvitedIsAcceptedAtOnceOnEitherGateway() throws Exception {
        String carol = "carol-" + UUID.randomUUID();
        String token = api.token(carol);
        List<ChatClient> outside = List.of(client("gateway-1", token), client("gateway-2", token));
        for (int i = 0; i < 30; i++) {
            String another = api.createRoom(alicesToken, "Room " + i, List.of());
            for (ChatClient client : outside) {
                assertThat(refusal(client.join(another, message -> {}))).isEqualTo("not-a-member");
            }
            api.addMember(alicesToken, another, carol);
            for (ChatClient client : outside) {
                assertThat(refusal(client.join(another, message -> {}))).isEqualTo("accepted");
            }
        }
    }

    @Test
    void archivedRoomTakesNoSendOnEitherGatewayUntilItIsTakenBack() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        List<ChatClient> members =
                List.of(subscribed("gateway-1", alicesToken, received), subscribed("gateway-2", bobsToken, received));
        now(members.getFirst().send(room, "before"));
        for (boolean archived : List.of(true, false)) {
            api.archiveRoom(alicesToken, room, archived);
            for (ChatClient member : members) {
                await("the event")
                        .atMost(SOON)
                        .pollInSameThread()
                        .until(() ->
                                refusal(member.send(room, "after")).equals(archived ? "room-archived" : "accepted"));
            }
        }
        assertThat(members).allSatisfy(member -> assertThat(member.ended()).isNotDone());
    }

    @Test
    void administratorEndsAllSessionsOfAUserOnBothGateways() throws Exception {
        String admin =
                SignedToken.withRole(api.token("root"), "admin", cluster.secret("persistence/damso.auth.secret"));
        ChatClient stays = client("gateway-1", alicesToken);
        List<ChatClient> cutOff = new ArrayList<>();
        for (String node : List.of("gateway-2", "gateway-1", "gateway-2")) {
            cutOff.add(client(node, bobsToken));
        }
        assertThat(refusal(() -> api.endSessions(alicesToken, bob))).isEqualTo("not-an-admin");
        api.endSessions(admin, bob);
        for (ChatClient client : cutOff) {
            await("the end").atMost(SOON).until(() -> client.ended().isDone());
            assertThat(client.ended().join()).isEqualTo("session-ended-by-admin");
        }
        now(stays.send(room, "unharmed"));
        now(client("gateway-2", bobsToken).send(room, "a valid token lets in again"));
    }

    private static String refusal(CompletableFuture<?> answer) throws Exception {
        return now(answer.handle((done, failure) -> failure instanceof RefusedException refused
                ? refused.code()
                : failure == null ? "accepted" : failure.toString()));
    }

    private static String refusal(Call call) throws Exception {
        try {
            call.run();
            return "accepted";
        } catch (RefusedException e) {
            return e.code();
        }
    }

    @FunctionalInterface
    private interface Call {
        void run() throws Exception;
    }
}
