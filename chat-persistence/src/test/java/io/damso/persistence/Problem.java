package io.damso.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.persistence.RunningService.Reply;
import io.damso.protocol.ErrorCode;

/** Compares a response with the problem document of a code. */
public final class Problem {

    private Problem() {}

    /** Asserts that the response is exactly the documented problem document. */
    public static void assertRefused(Reply reply, ErrorCode code) {
        assertThat(reply.problem())
                .isEqualTo("%d application/problem+json /problems/%s".formatted(code.httpStatus(), code.slug()));
        assertThat(reply.json().propertyNames())
                .as(reply.response().body())
                .startsWith("type", "title", "status", "code", "retryable")
                .isSubsetOf("type", "title", "status", "code", "retryable", "detail", "errors");
        assertThat(reply.json().has("detail"))
                .as("a bad request has a list of errors")
                .isEqualTo(code == ErrorCode.BAD_REQUEST);
        assertThat(reply.json().get("code").asString()).isEqualTo(code.slug());
        assertThat(reply.json().get("title").asString()).isEqualTo(code.title());
        assertThat(reply.json().get("status").asInt()).isEqualTo(code.httpStatus());
        assertThat(reply.json().get("retryable").asBoolean()).isEqualTo(code.retryable());
    }
}
