package io.damso.gateway.limits;

import io.damso.gateway.admission.SessionLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Creates limits that tests do not reach, except for the given ones. */
public final class TestLimits {

    private static final int FAR = 1_000;

    private TestLimits() {}

    public static Refusals refusals(SimpleMeterRegistry meters) {
        return new Refusals(meters);
    }

    /** Returns limits with this burst and this number of unconfirmed messages for each session. */
    public static SendRates rates(int burst, int maxUnconfirmed) {
        return new SendRates(new SendLimits(1, burst, FAR, FAR, maxUnconfirmed), new SessionLimits(FAR, FAR, FAR));
    }
}
