package io.damso.gateway.membership.question;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.MembershipQuestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PeerMembershipsTests {

    private static final MembershipQuestion ALICE = new MembershipQuestion("r", "alice");
    private static final MembershipQuestion BOB = new MembershipQuestion("r", "bob");

    private final List<PeerMemberships> nodes = new CopyOnWriteArrayList<>();
    private final List<String> published = new CopyOnWriteArrayList<>();
    /** Long enough for a busy machine. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final PeerMemberships asking = node(Set.of());

    private PeerMemberships node(Set<MembershipQuestion> known) {
        PeerMemberships node = new PeerMemberships(
                this::publish,
                Executors.newVirtualThreadPerTaskExecutor(),
                JsonMapper.builder().build(),
                TIMEOUT);
        node.answerBy(known::contains);
        nodes.add(node);
        return node;
    }

    /** All nodes hear it, the publishing one included. */
    private void publish(String contentType, byte[] body) {
        published.add(contentType);
        nodes.forEach(node -> node.received(contentType, body));
    }

    private static boolean result(CompletableFuture<Boolean> asked) throws Exception {
        return asked.get(20, TimeUnit.SECONDS);
    }

    @Test
    void membershipThatAnyNodeKnowsIsKnown() throws Exception {
        node(Set.of(BOB));
        node(Set.of(ALICE));
        assertThat(result(asking.isKnown(ALICE))).isTrue();
    }

    @Test
    void nobodyAnswersWhatNobodyKnows() throws Exception {
        node(Set.of(BOB));
        assertThat(result(asking.isKnown(ALICE))).isFalse();
        assertThat(published).containsExactly(PeerMemberships.QUESTION);
    }

    @Test
    void manyQuestionsAreFewMessages() throws Exception {
        List<MembershipQuestion> all = IntStream.range(0, 1_000)
                .mapToObj(i -> new MembershipQuestion("r", "u" + i))
                .toList();
        node(Set.copyOf(all));
        List<CompletableFuture<Boolean>> asked = new ArrayList<>();
        all.forEach(question -> asked.add(asking.isKnown(question)));
        asked.add(asking.isKnown(all.getFirst()));
        for (CompletableFuture<Boolean> each : asked) {
            assertThat(result(each)).isTrue();
        }
        assertThat(published).hasSizeLessThan(100).contains(PeerMemberships.QUESTION, PeerMemberships.ANSWER);
    }

    @Test
    void failureToPublishIsNoAnswer() throws Exception {
        PeerMemberships alone = new PeerMemberships(
                (contentType, body) -> {
                    throw new IllegalStateException("away");
                },
                Executors.newVirtualThreadPerTaskExecutor(),
                JsonMapper.builder().build());
        assertThat(result(alone.isKnown(ALICE))).isFalse();
        assertThat(result(alone.isKnown(ALICE))).isFalse();
    }

    @Test
    void damagedMessagesHarmNobody() throws Exception {
        for (String body : List.of("", "null", "{}", "[]", "{\"questions\":[null]}", "{\"questions\":null}", "[[[[")) {
            asking.received(PeerMemberships.QUESTION, body.getBytes(UTF_8));
            asking.received(PeerMemberships.ANSWER, body.getBytes(UTF_8));
        }
        node(Set.of(ALICE));
        assertThat(result(asking.isKnown(ALICE))).isTrue();
    }
}
