package io.damso.system;

import static io.damso.system.Cluster.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.client.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two users on two gateways exchange messages, and the history has them. */
class MessagesAcrossGatewaysIT extends SystemTest {

    @Test
    void messageOfOneGatewayReachesSubscriberOfAnother() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        ChatClient first = client("gateway-1", alicesToken);
        ChatClient second = client("gateway-2", bobsToken);
        now(second.join(room, message -> received.add(message.path("text").stringValue())));
        now(first.send(room, "across"));
        await("the message").untilAsserted(() -> assertThat(received).containsExactly("across"));
        await("the history").untilAsserted(() -> assertThat(storedTexts()).containsExactly("across"));
    }

    @Test
    void thousandMessagesSentAreThousandStoredInOrder() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        ChatClient first = client("gateway-1", alicesToken);
        ChatClient second = client("gateway-2", bobsToken);
        now(second.join(room, message -> received.add(message.path("text").stringValue())));
        List<String> sent =
                IntStream.range(0, 1000).mapToObj(i -> "message " + i).toList();
        List<CompletableFuture<String>> receipts = new ArrayList<>();
        for (String text : sent) {
            receipts.add(first.send(room, text));
        }
        now(CompletableFuture.allOf(receipts.toArray(CompletableFuture[]::new)));
        await("live delivery").atMost(Duration.ofSeconds(30)).until(() -> received.size() == sent.size());
        assertThat(received).containsExactlyElementsOf(sent);
        await("storage")
                .atMost(Duration.ofSeconds(30))
                .until(() -> storedTexts().size() == sent.size());
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
        return page.path("messages")
                .get(page.path("messages").size() - 1)
                .path("id")
                .stringValue();
    }

    @Test
    void sentAgainIsTheSameMessageOnEveryGatewayAlsoAfterARestart() throws Exception {
        List<String> heardOnFirst = new CopyOnWriteArrayList<>();
        List<String> heardOnSecond = new CopyOnWriteArrayList<>();
        now(client("gateway-1", bobsToken).join(room, message -> heardOnFirst.add(idOf(message))));
        now(client("gateway-2", bobsToken).join(room, message -> heardOnSecond.add(idOf(message))));
        ChatClient first = client("gateway-1", alicesToken);
        ChatClient second = client("gateway-2", alicesToken);
        String once = now(first.send(room, "once", "c-1"));
        assertThat(now(second.send(room, "once", "c-1"))).isEqualTo(once);
        assertThat(now(first.send(room, "once", "c-1"))).isEqualTo(once);
        String end = now(first.send(room, "end"));
        await("the end on the first")
                .untilAsserted(() -> assertThat(heardOnFirst).containsExactly(once, end));
        await("the end on the second")
                .untilAsserted(() -> assertThat(heardOnSecond).containsExactly(once, end));

        cluster.control("stop", "gateway-1");
        cluster.control("start", "gateway-1");
        ChatClient restarted = client("gateway-1", alicesToken);
        assertThat(now(restarted.send(room, "once", "c-1"))).isEqualTo(once);
        String last = now(restarted.send(room, "last"));
        await("the last").untilAsserted(() -> assertThat(heardOnSecond).containsExactly(once, end, last));
        await("storage").until(() -> storedTexts().contains("last"));
        assertThat(storedTexts()).containsExactly("once", "end", "last");
        assertThat(idOf(api.history(alicesToken, room, "limit=1")
                        .path("messages")
                        .path(0)))
                .isEqualTo(last);
    }

    @Test
    void sameClientMessageIdInAnotherRoomOrOfAnotherTextIsAnotherMessage() throws Exception {
        String other = api.createRoom(alicesToken, "Another room of a test", List.of(bob));
        List<String> heard = new CopyOnWriteArrayList<>();
        ChatClient listener = client("gateway-2", bobsToken);
        now(listener.join(room, message -> heard.add(idOf(message))));
        now(listener.join(other, message -> heard.add(idOf(message))));
        ChatClient sender = client("gateway-1", alicesToken);
        String first = now(sender.send(room, "hello", "c-1"));
        String elsewhere = now(sender.send(other, "hello", "c-1"));
        String otherText = now(sender.send(room, "good bye", "c-1"));
        assertThat(List.of(first, elsewhere, otherText)).doesNotHaveDuplicates();
        await("all to be heard")
                .untilAsserted(() -> assertThat(heard).containsExactlyInAnyOrder(first, elsewhere, otherText));
        await("storage").untilAsserted(() -> {
            assertThat(storedTexts()).containsExactly("hello", "good bye");
            assertThat(api.history(alicesToken, other, "limit=10")
                            .path("messages")
                            .findValuesAsString("id"))
                    .containsExactly(elsewhere);
        });
    }

    private static String idOf(JsonNode message) {
        return message.path("id").stringValue();
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

    private static String codeOf(CompletableFuture<?> answer) throws Exception {
        return now(answer.handle((done, failure) -> failure instanceof RefusedException refused
                ? refused.code()
                : failure == null ? "accepted" : failure.toString()));
    }
}
