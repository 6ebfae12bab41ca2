package io.damso.gateway.limits;

import io.damso.protocol.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Metric {@code damso.refusals}: the number of refusals of clients, by code. Thread-safe. */
@Component
public final class Refusals {

    private final Map<ErrorCode, Counter> counters = new EnumMap<>(ErrorCode.class);

    Refusals(MeterRegistry meters) {
        for (ErrorCode code : ErrorCode.values()) {
            counters.put(
                    code,
                    Counter.builder("damso.refusals")
                            .description("Handshakes, frames and sessions of clients that were refused")
                            .tag("code", code.slug())
                            .register(meters));
        }
    }

    /** Counts a refusal. */
    public void count(ErrorCode code) {
        Counter counter = counters.get(code);
        if (counter != null) {
            counter.increment();
        }
    }
}
