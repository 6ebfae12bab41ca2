package io.damso.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.protocol.MembershipQuestion;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoubtsTests {

    private static final int MANY = 1_000;

    private final RecordingAccess live = new RecordingAccess();
    private final Set<MembershipQuestion> removed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger asked = new AtomicInteger();
    private final Memberships memberships = new Memberships(
            new AccessProperties(10, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1),
                    Duration.ofSeconds(5)),
            this::answer,
            live,
            Executors.newVirtualThreadPerTaskExecutor());
    private volatile boolean away;
    private Doubts doubts;

    @AfterEach
    void stop() {
        doubts.close();
    }

    private List<Boolean> answer(List<MembershipQuestion> questions) {
        asked.addAndGet(questions.size());
        if (away) {
            throw new IllegalStateException("away");
        }
        return questions.stream().map(question -> !removed.contains(question)).toList();
    }

    private void subscribe(int count) {
        for (int i = 0; i < count; i++) {
            live.running.add(new MembershipQuestion("r" + i, "alice"));
        }
    }

    private void start(Duration every) {
        doubts = new Doubts(memberships, every, Duration.ofMillis(10));
        doubts.start();
    }

    @Test
    void everyRunningSubscriptionIsAskedForAlsoThoseThatAreNotRemembered() {
        subscribe(MANY);
        removed.add(new MembershipQuestion("r0", "alice"));
        removed.add(new MembershipQuestion("r999", "alice"));
        start(Duration.ofHours(1));
        assertThat(asked).hasValue(0);
        doubts.raise();
        await("both ends").untilAsserted(() ->
                assertThat(live.ended).containsExactlyInAnyOrder("alice in r0", "alice in r999"));
        await("all questions").until(() -> asked.get() == MANY);
    }

    @Test
    void unansweredQuestionsAreAskedUntilTheyAreAnswered() {
        subscribe(3);
        away = true;
        start(Duration.ofHours(1));
        doubts.raise();
        await("several attempts").until(() -> asked.get() > 9);
        assertThat(live.ended).isEmpty();
        removed.add(new MembershipQuestion("r1", "alice"));
        away = false;
        await("the end").untilAsserted(() -> assertThat(live.ended).containsExactly("alice in r1"));
    }

    @Test
    void silenceDoesNotHoldUpNewDoubts() {
        subscribe(1);
        away = true;
        doubts = new Doubts(memberships, Duration.ofHours(1), Duration.ofHours(1));
        doubts.start();
        doubts.raise();
        await("the first attempt").until(() -> asked.get() == 1);
        removed.add(new MembershipQuestion("r0", "alice"));
        away = false;
        doubts.raise();
        await("the end").untilAsserted(() -> assertThat(live.ended).containsExactly("alice in r0"));
    }

    @Test
    void nowAndThenAllIsAskedWithoutAnybodyRaisingDoubts() {
        subscribe(1);
        start(Duration.ofMillis(20));
        await("two rounds").until(() -> asked.get() >= 2);
        removed.add(new MembershipQuestion("r0", "alice"));
        await("the end").untilAsserted(() -> assertThat(live.ended).containsExactly("alice in r0"));
    }
}
