package io.damso.edge.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The documented setting turns audit lines into JSON. */
@ExtendWith(OutputCaptureExtension.class)
class StructuredAuditTests {

    @AfterAll
    static void forgetTheFormat() {
        LoggingSystem.get(StructuredAuditTests.class.getClassLoader()).cleanUp();
    }

    @Test
    void auditLinesAreJsonWithFields(CapturedOutput output) {
        try (var context = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .run("--logging.structured.format.console=logstash")) {
            new Audit().signedIn(new Actor("alice", "s1", "192.0.2.7"));
            assertThat(context.isActive()).isTrue();
        }
        String line = output.getOut()
                .lines()
                .filter(text -> text.contains("\"logger_name\":\"audit\""))
                .findFirst()
                .orElseThrow();
        JsonNode json = JsonMapper.shared().readTree(line);
        assertThat(json.path("event").asString()).isEqualTo("sign-in");
        assertThat(json.path("user").asString()).isEqualTo("alice");
        assertThat(json.path("session").asString()).isEqualTo("s1");
        assertThat(json.path("address").asString()).isEqualTo("192.0.2.7");
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}
}
