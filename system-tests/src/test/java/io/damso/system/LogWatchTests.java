package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogWatchTests {

    private static final List<String> TRACE = List.of(
            "java.lang.IllegalStateException: no",
            "\tat io.damso.gateway.Gateway.main(Gateway.java:1) ~[na:na]",
            "Caused by: java.io.IOException: no",
            "\t... 3 common frames omitted");

    @Test
    void stackTracesOfWarningsCount() {
        assertThat(LogWatch.stackLines(after("2026-11-29T07:02:28.396Z  WARN 347 --- [chat-gateway] x : lost")))
                .isEqualTo(3);
        assertThat(LogWatch.stackLines(TRACE)).as("of an event before the run").isEqualTo(3);
    }

    @Test
    void stackTracesOfDebugDoNot() {
        assertThat(LogWatch.stackLines(after("2026-11-29T07:02:28.396Z DEBUG 347 --- [chat-gateway] x : lost")))
                .isZero();
    }

    private static List<String> after(String event) {
        return List.of(event, TRACE.get(0), TRACE.get(1), TRACE.get(2), TRACE.get(3));
    }
}
