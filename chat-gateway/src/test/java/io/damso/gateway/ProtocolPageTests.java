package io.damso.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.ChatMessage;
import io.damso.protocol.DeliveryChanged;
import io.damso.protocol.Destinations;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.NodeDraining;
import io.damso.protocol.Refusal;
import io.damso.protocol.RoomId;
import io.damso.test.PageExamples;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page of the protocol matches what gateways read and write. */
class ProtocolPageTests {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final PageExamples examples = PageExamples.read();

    private static void assertHasAll(String json, Class<?> type) {
        List<String> names = Arrays.stream(type.getRecordComponents())
                .map(component -> component.getName())
                .toList();
        assertThat(JSON.readTree(json).propertyNames())
                .as("members of %s in %s", type.getSimpleName(), json)
                .containsExactlyElementsOf(names);
        assertThat(JSON.readValue(json, type)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(classes = {ChatMessage.class, Refusal.class, DeliveryChanged.class, NodeDraining.class})
    void exampleHasAllMembersInTheirOrder(Class<?> type) {
        examples.of(type.getSimpleName()).forEach(json -> assertHasAll(json, type));
    }

    @Test
    void exampleOfASendHasAllMembers() throws ClassNotFoundException {
        List<String> names = Arrays.stream(
                        Class.forName("io.damso.gateway.send.SendRequest").getRecordComponents())
                .map(component -> component.getName())
                .toList();
        assertThat(examples.of("SEND"))
                .allSatisfy(
                        json -> assertThat(JSON.readTree(json).propertyNames()).containsExactlyElementsOf(names));
    }

    @Test
    void everyEventAndRefusalIsOneThatGatewaysSend() {
        assertThat(examples.of("DeliveryChanged"))
                .extracting(json -> JSON.readTree(json).path("type").stringValue())
                .containsExactly(DeliveryChanged.INTERRUPTED, DeliveryChanged.RESUMED);
        assertThat(examples.of("NodeDraining"))
                .allSatisfy(json -> assertThat(JSON.readTree(json).path("type").stringValue())
                        .isEqualTo(NodeDraining.TYPE));
        JsonNode refusal = JSON.readTree(examples.of("Refusal").getFirst());
        ErrorCode code = Arrays.stream(ErrorCode.values())
                .filter(each -> each.slug().equals(refusal.path("code").stringValue()))
                .findFirst()
                .orElseThrow();
        assertThat(refusal.path("title").stringValue()).isEqualTo(code.title());
        assertThat(refusal.path("retryable").booleanValue()).isEqualTo(code.retryable());
    }

    @Test
    void everyDestinationHasASection() {
        String room = Destinations.DEFAULT.roomSend(new RoomId("ID")).replace("ID", "<id>");
        String topic = Destinations.DEFAULT.roomMessages(new RoomId("ID")).replace("ID", "<id>");
        assertThat(examples.page())
                .contains(
                        "### SEND `" + room + "`",
                        "### SEND `" + Destinations.DEFAULT.sessionRefresh() + "`",
                        "### SUBSCRIBE `" + topic + "`",
                        "### SUBSCRIBE `" + Destinations.USER_ERRORS + "`",
                        "### SUBSCRIBE `" + Destinations.USER_NOTIFICATIONS + "`");
    }
}
