package io.damso.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingAnswersTests {

    private final PendingAnswers pending = new PendingAnswers();
    private final List<String> ran = new ArrayList<>();

    @Test
    void taskRunsAtOnceWhenNothingIsPending() {
        pending.whenDone(() -> ran.add("task"));
        assertThat(ran).containsExactly("task");
    }

    @Test
    void taskRunsOnceWithTheLastAnswer() {
        pending.begin();
        pending.begin();
        pending.whenDone(() -> ran.add("task"));
        pending.end();
        assertThat(ran).isEmpty();
        pending.end();
        assertThat(ran).containsExactly("task");
        pending.begin();
        pending.end();
        assertThat(ran).containsExactly("task");
    }
}
