package io.damso.gateway.membership;

import java.time.Duration;

/** Settings without timeouts or periodic work, except for the given values. */
final class TestProperties {

    static final int MAX_QUESTIONS = 1_000;

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(1);

    private TestProperties() {}

    static MembershipProperties access() {
        return remembering(NEVER, NEVER);
    }

    static MembershipProperties remembering(Duration refreshAfter, Duration keep) {
        return new MembershipProperties(100, refreshAfter, NEVER, keep, ANSWER_TIMEOUT, MAX_QUESTIONS, Duration.ZERO);
    }

    static MembershipProperties answeredWithin(Duration answerTimeout) {
        return new MembershipProperties(100, NEVER, NEVER, NEVER, answerTimeout, MAX_QUESTIONS, Duration.ZERO);
    }

    /** Returns the cache validity of a node whose broker was always connected. */
    static CacheValidity validity() {
        CacheValidity validity = new CacheValidity(Duration.ZERO, System::nanoTime);
        validity.connected();
        validity.consuming();
        validity.rechecked(validity.epoch());
        return validity;
    }
}
