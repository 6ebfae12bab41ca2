package io.damso.persistence.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.damso.persistence.Messages;
import io.damso.protocol.ChatMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class MessageReaderTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final MessageReader reader = new MessageReader(JSON);
    private final ChatMessage message = Messages.message("room", "alice", "hello");

    @Test
    void whatTheGatewayPublishesIsRead() throws InvalidMessageException {
        assertThat(reader.read(JSON.writeValueAsBytes(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{\"id\":", "nonsense", "{\"sentAt\":\"yesterday\"}"})
    void whatIsNoMessageIsUnreadable(String body) {
        assertThatThrownBy(() -> reader.read(body.getBytes(UTF_8)))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageStartingWith("unreadable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "roomId", "sender", "type", "text", "sentAt", "clientMessageId"})
    void everyFieldIsNeeded(String field) {
        ObjectNode incomplete = JSON.valueToTree(message);
        incomplete.remove(field);
        assertInvalid(incomplete, field);
    }

    @ParameterizedTest
    @CsvSource({
        "id,42",
        "roomId,a.b",
        "sender,a b",
        "type,' '",
        "clientMessageId,''",
        "sentAt,+1000000000-12-31T23:59:59.999999999Z",
        "sentAt,-1000000000-01-01T00:00:00Z"
    })
    void fieldOutsideItsGrammarIsInvalid(String field, String value) {
        assertInvalid(JSON.<ObjectNode>valueToTree(message).put(field, value), field);
    }

    @Test
    void clientMessageIdThatIsTooLongOrNoTextIsInvalid() {
        assertInvalid(JSON.<ObjectNode>valueToTree(message).put("clientMessageId", "x".repeat(65)), "clientMessageId");
        assertThatThrownBy(() -> reader.read(JSON.writeValueAsString(message)
                        .replace("\"clientMessageId\":\"", "\"clientMessageId\":\"\\ud800")
                        .replace(message.id(), "a")
                        .replace("\"id\":\"a\"", "\"id\":\"" + message.id() + "\"")
                        .getBytes(UTF_8)))
                .hasMessage("invalid: clientMessageId");
    }

    private void assertInvalid(ObjectNode body, String field) {
        assertThatThrownBy(() -> reader.read(JSON.writeValueAsBytes(body))).hasMessage("invalid: " + field);
    }
}
