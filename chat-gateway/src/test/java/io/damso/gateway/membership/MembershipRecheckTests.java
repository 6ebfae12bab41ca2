package io.damso.gateway.membership;

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

class MembershipRecheckTests {

    private static final int MANY = 1_000;

    private final RecordingAccess live = new RecordingAccess();
    private final Set<MembershipQuestion> removed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger asked = new AtomicInteger();
    private final CacheValidity validity = new CacheValidity(Duration.ofHours(1), System::nanoTime);
    private final Memberships memberships = new Memberships(
            TestProperties.access(), this::answer, live, validity, Executors.newVirtualThreadPerTaskExecutor());
    private volatile boolean away;
    private MembershipRecheck recheck;

    @AfterEach
    void stop() {
        recheck.close();
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
        recheck = new MembershipRecheck(memberships, validity, every, Duration.ofMillis(10));
        recheck.start();
    }

    @Test
    void everyOpenSubscriptionIsRecheckedAlsoIfItIsNotCached() {
        subscribe(MANY);
        removed.add(new MembershipQuestion("r0", "alice"));
        removed.add(new MembershipQuestion("r999", "alice"));
        start(Duration.ofHours(1));
        assertThat(asked).hasValue(0);
        recheck.request();
        await("both ends")
                .untilAsserted(() -> assertThat(live.ended).containsExactlyInAnyOrder("alice in r0", "alice in r999"));
        await("all questions").until(() -> asked.get() == MANY);
    }

    @Test
    void unansweredQuestionsAreAskedUntilTheyAreAnswered() {
        subscribe(3);
        away = true;
        start(Duration.ofHours(1));
        recheck.request();
        await("several attempts").until(() -> asked.get() > 9);
        assertThat(live.ended).isEmpty();
        removed.add(new MembershipQuestion("r1", "alice"));
        away = false;
        await("the end").untilAsserted(() -> assertThat(live.ended).containsExactly("alice in r1"));
    }

    @Test
    void unansweredQuestionsDoNotDelayANewRequest() {
        subscribe(1);
        away = true;
        recheck = new MembershipRecheck(memberships, validity, Duration.ofHours(1), Duration.ofHours(1));
        recheck.start();
        recheck.request();
        await("the first attempt").until(() -> asked.get() == 1);
        removed.add(new MembershipQuestion("r0", "alice"));
        away = false;
        recheck.request();
        await("the end").untilAsserted(() -> assertThat(live.ended).containsExactly("alice in r0"));
    }

    @Test
    void cacheIsValidOnceAllIsAnswered() {
        subscribe(MANY);
        away = true;
        validity.connected();
        start(Duration.ofHours(1));
        recheck.request();
        await("an attempt").until(() -> asked.get() > 0);
        assertThat(validity.isValid()).isFalse();
        away = false;
        await("a valid cache").until(validity::isValid);
        validity.eventsLost(true);
        assertThat(validity.isValid()).isFalse();
        recheck.request();
        await("a valid cache").until(validity::isValid);
    }

    @Test
    void errorEndsOneRecheckOnly() {
        subscribe(1);
        live.onLook = () -> {
            throw new StackOverflowError();
        };
        start(Duration.ofHours(1));
        recheck.request();
        await("some rounds").until(() -> live.looks.get() > 2);
        live.onLook = () -> {};
        await("a valid cache").until(validity::isValid);
    }

    @Test
    void allIsAskedPeriodicallyWithoutARequest() {
        subscribe(1);
        start(Duration.ofMillis(20));
        await("two rounds").until(() -> asked.get() >= 2);
        removed.add(new MembershipQuestion("r0", "alice"));
        await("the end").untilAsserted(() -> assertThat(live.ended).containsExactly("alice in r0"));
    }
}
