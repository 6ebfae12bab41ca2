package io.damso.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.demo.ChatClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** RabbitMQ runs short of memory and takes no messages. */
@TestPropertySource(properties = "damso.gateway.send.confirm-timeout=2s")
class MemoryAlarmIT extends GatewayTest {

    @AfterEach
    void endAlarm() {
        broker.control("set_vm_memory_high_watermark", "0.6");
    }

    @Test
    void sendersAreToldToTryAgainAndSocketsStay() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (ChatClient client = connect(alice)) {
            now(client.join(room, message -> heard.add(message.path("text").stringValue())));
            now(client.send(room, "before"));
            broker.control("set_vm_memory_high_watermark", "0.000001");
            await("the alarm").pollInSameThread().atMost(Duration.ofSeconds(30)).until(() ->
                    List.of("confirm-timeout", "broker-unavailable").contains(refusal(client.send(room, "during"))));
            assertThat(refusal(client.send(room, "during"))).isEqualTo("broker-unavailable");
            broker.control("set_vm_memory_high_watermark", "0.6");
            await("the end of the alarm").pollInSameThread().atMost(Duration.ofSeconds(30)).until(() ->
                    "accepted".equals(refusal(client.send(room, "after"))));
            await("the message").untilAsserted(() -> assertThat(heard).startsWith("before").contains("after"));
            assertThat(client.ended()).isNotDone();
        }
    }
}
