package io.damso.gateway.stomp.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.simp.stomp.StompCommand;

class HeaderFirewallTests {

    private static final List<StompCommand> CHECKED =
            List.of(StompCommand.SEND, StompCommand.SUBSCRIBE, StompCommand.UNSUBSCRIBE, StompCommand.DISCONNECT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-queue-name", "X-Queue-Name", "x-", "x-stream-offset", "x-anything", "durable", "auto-delete",
                        "exclusive", "reply-to",
                "user-id", "User-Id", "correlation-id", "expiration", "priority", "transaction", "selector",
                        "prefetch-count", "app-id",
                "amqp-message-id", "message-id", "timestamp", "type", "requeue", " durable", "content-encoding"
            })
    void headersWithAMeaningForABrokerAreRefused(String name) {
        for (StompCommand command : CHECKED) {
            assertThatExceptionOfType(RefusedException.class)
                    .as("%s %s", command, name)
                    .isThrownBy(() -> HeaderFirewall.check(command, Map.of(name, List.of("1"))))
                    .matches(e -> e.code() == ErrorCode.HEADER_REFUSED);
        }
    }

    @ParameterizedTest
    @CsvSource({"ack, client", "ack, client-individual", "ACK, client", "persistent, false"})
    void falseWordsAreRefused(String name, String value) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() ->
                        HeaderFirewall.check(StompCommand.SUBSCRIBE, Map.of(name, List.of("auto", "true", value))));
    }

    @ParameterizedTest
    @CsvSource({
        "ack, auto",
        "persistent, true",
        "traceparent, 00-1-2-01",
        "Authorization, Bearer x",
        "heart-beat, '0,0'",
        "login, x"
    })
    void harmlessHeadersAreIgnored(String name, String value) throws RefusedException {
        for (StompCommand command : CHECKED) {
            HeaderFirewall.check(command, Map.of(name, List.of(value)));
        }
        assertThat(CHECKED).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(
            value = StompCommand.class,
            names = {"BEGIN", "COMMIT", "ABORT", "ACK", "NACK"})
    void refusedCommandsAreRefusedAsSuch(StompCommand command) throws RefusedException {
        HeaderFirewall.check(command, Map.of("transaction", List.of("t")));
    }
}
