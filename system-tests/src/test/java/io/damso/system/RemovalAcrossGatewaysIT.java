package io.damso.system;

import static io.damso.system.Cluster.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.demo.ChatClient;
import io.damso.demo.RefusedException;
import io.damso.test.SignedToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Who was removed is out on every gateway at once. */
class RemovalAcrossGatewaysIT extends SystemTest {

    /** What is promised is a second; the rest is for a machine with other things to do. */
    private static final Duration SOON = Duration.ofSeconds(4);

    private final List<String> noticed = new CopyOnWriteArrayList<>();

    private ChatClient hearing(String node, String token, List<String> heard) throws Exception {
        ChatClient client = client(node, token);
        client.notices(notice -> noticed.add(notice.path("code").stringValue() + " "
                + notice.path("destination").asString("")));
        now(client.join(room, message -> heard.add(message.path("text").stringValue())));
        return client;
    }

    @Test
    void removedMemberHearsNothingOnEitherGatewayUntilSubscribedAgain() throws Exception {
        List<String> alices = new CopyOnWriteArrayList<>();
        List<String> bobs = new CopyOnWriteArrayList<>();
        ChatClient first = hearing("gateway-1", alicesToken, alices);
        ChatClient second = hearing("gateway-2", alicesToken, alices);
        List<ChatClient> removed =
                List.of(hearing("gateway-1", bobsToken, bobs), hearing("gateway-2", bobsToken, bobs));
        now(first.send(room, "before"));
        await("all to hear").until(() -> alices.size() == 2 && bobs.size() == 2);
        api.removeMember(alicesToken, room, bob);
        await("both notices").atMost(SOON).untilAsserted(() -> assertThat(noticed)
                .containsExactly("membership-ended /topic/rooms." + room, "membership-ended /topic/rooms." + room));
        now(first.send(room, "one"));
        now(second.send(room, "two"));
        for (ChatClient client : removed) {
            assertThat(refusal(client.send(room, "am I?"))).isEqualTo("not-a-member");
            assertThat(refusal(client.join(room, message -> bobs.add("forbidden")))).isEqualTo("not-a-member");
        }
        await("the members to hear").until(() -> alices.size() == 6);
        api.addMember(alicesToken, room, bob);
        ChatClient returned = removed.getLast();
        await("admission").pollInSameThread().until(() -> "accepted".equals(
                refusal(returned.join(room, message -> bobs.add(message.path("text").stringValue())))));
        now(first.send(room, "back"));
        await("the message").untilAsserted(() -> assertThat(bobs).containsExactly("before", "before", "back"));
    }

    @Test
    void administratorEndsAllSessionsOfAUserOnBothGateways() throws Exception {
        String admin = SignedToken.withRole(
                api.token("root"), "admin", cluster.secret("persistence/damso.auth.secret"));
        ChatClient stays = client("gateway-1", alicesToken);
        List<ChatClient> cutOff = new ArrayList<>();
        // As NGINX fills them: the emptier one first.
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

    private static String refusal(CompletableFuture<Void> answer) throws Exception {
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
