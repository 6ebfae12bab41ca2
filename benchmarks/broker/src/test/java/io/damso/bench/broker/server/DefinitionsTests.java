package io.damso.bench.broker.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class DefinitionsTests {

    @Test
    void definitionsOfTheProductFitAnyVirtualHostAndBringNoUser() throws IOException {
        ObjectNode definitions =
                Definitions.ofVirtualHost(Files.readString(Path.of("../../deploy/rabbitmq/definitions.json")));
        assertThat(definitions.propertyNames())
                .containsExactlyInAnyOrder("policies", "exchanges", "queues", "bindings");
        assertThat(definitions.toString()).doesNotContain("\"vhost\"").contains("damso.envelopes", "damso.messages.3");
    }
}
