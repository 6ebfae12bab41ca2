package io.damso.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.persistence.RunningService.Reply;
import io.damso.protocol.ErrorCode;

/** Compares an answer with the problem document of a code. */
public final class Problem {

    private Problem() {}

    /** Asserts that the answer is exactly the documented refusal. */
    public static void assertRefused(Reply reply, ErrorCode code) {
        assertThat(reply.problem())
                .isEqualTo("%d application/problem+json /problems/%s".formatted(code.httpStatus(), code.slug()));
        assertThat(reply.json().propertyNames()).containsOnly("type", "title", "status", "code", "retryable");
        assertThat(reply.json().get("code").asString()).isEqualTo(code.slug());
        assertThat(reply.json().get("title").asString()).isEqualTo(code.title());
        assertThat(reply.json().get("status").asInt()).isEqualTo(code.httpStatus());
        assertThat(reply.json().get("retryable").asBoolean()).isEqualTo(code.retryable());
    }
}
