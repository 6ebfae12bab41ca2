package io.damso.system;

import static io.damso.system.Cluster.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.demo.ChatClient;
import io.damso.demo.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two people on two gateways, and what is left of their talk. */
class TalkAcrossGatewaysIT extends SystemTest {

    @Test
    void messageOfOneGatewayReachesSubscriberOfAnother() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        ChatClient first = client("gateway-1", alicesToken);
        ChatClient second = client("gateway-2", bobsToken);
        now(second.join(room, message -> heard.add(message.path("text").stringValue())));
        now(first.send(room, "across"));
        await("the message").untilAsserted(() -> assertThat(heard).containsExactly("across"));
        await("the history").untilAsserted(() -> assertThat(storedTexts()).containsExactly("across"));
    }

    @Test
    void thousandMessagesSentAreThousandStoredInOrder() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        ChatClient first = client("gateway-1", alicesToken);
        ChatClient second = client("gateway-2", bobsToken);
        now(second.join(room, message -> heard.add(message.path("text").stringValue())));
        List<String> sent = IntStream.range(0, 1000).mapToObj(i -> "message " + i).toList();
        List<CompletableFuture<Void>> receipts = new ArrayList<>();
        for (String text : sent) {
            receipts.add(first.send(room, text));
        }
        now(CompletableFuture.allOf(receipts.toArray(CompletableFuture[]::new)));
        await("live delivery").atMost(Duration.ofSeconds(30)).until(() -> heard.size() == sent.size());
        assertThat(heard).containsExactlyElementsOf(sent);
        await("storage").atMost(Duration.ofSeconds(30)).until(() -> storedTexts().size() == sent.size());
        assertThat(storedTexts()).containsExactlyElementsOf(sent);
        JsonNode oldest = api.history(alicesToken, room, "limit=200&after=" + firstId());
        assertThat(oldest.path("messages").get(0).path("seq").longValue()).isEqualTo(2);
    }

    private String firstId() throws Exception {
        JsonNode page = api.history(alicesToken, room, "limit=200");
        while (page.path("hasMore").booleanValue()) {
            String oldest = page.path("messages").get(199).path("id").stringValue();
            page = api.history(alicesToken, room, "limit=200&before=" + oldest);
        }
        return page.path("messages").get(page.path("messages").size() - 1).path("id").stringValue();
    }

    @Test
    void sentAgainIsStoredOnce() throws Exception {
        ChatClient first = client("gateway-1", alicesToken);
        ChatClient second = client("gateway-2", alicesToken);
        now(first.send(room, "once", "the-same-id-" + room));
        now(second.send(room, "once", "the-same-id-" + room));
        now(first.send(room, "end"));
        await("the end").until(() -> storedTexts().contains("end"));
        assertThat(storedTexts()).containsExactly("once", "end");
    }

    @Test
    void removedMemberIsRefusedOnEveryGateway() throws Exception {
        ChatClient first = client("gateway-1", bobsToken);
        ChatClient second = client("gateway-2", bobsToken);
        now(first.send(room, "one"));
        now(second.send(room, "two"));
        api.removeMember(alicesToken, room, bob);
        for (ChatClient client : List.of(first, second)) {
            await("refusal").pollInSameThread().until(() -> "not-a-member".equals(codeOf(client.send(room, "three"))));
        }
        api.addMember(alicesToken, room, bob);
        await("admission").pollInSameThread().until(() -> "accepted".equals(codeOf(first.send(room, "four"))));
    }

    private static String codeOf(CompletableFuture<Void> answer) throws Exception {
        return now(answer.handle((done, failure) -> failure instanceof RefusedException refused
                ? refused.code()
                : failure == null ? "accepted" : failure.toString()));
    }
}
