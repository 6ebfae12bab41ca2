package io.damso.gateway.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** RabbitMQ has a memory alarm and accepts no messages. */
@TestPropertySource(properties = "damso.gateway.send.confirm-timeout=8s")
@DirtiesContext
class MemoryAlarmIT extends GatewayTest {

    @AfterEach
    void endAlarm() {
        broker.control("set_vm_memory_high_watermark", "0.6");
    }

    @Test
    void sendsAreRefusedAsRetryableAndSocketsStayOpen() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        try (ChatClient client = connect(alice)) {
            now(client.join(room, message -> received.add(message.path("text").stringValue())));
            now(client.send(room, "before"));
            broker.control("set_vm_memory_high_watermark", "0.000001");
            await("the alarm")
                    .pollInSameThread()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> List.of("confirm-timeout", "broker-unavailable")
                            .contains(refusal(client.send(room, "during"))));
            assertThat(refusal(client.send(room, "during"))).isEqualTo("broker-unavailable");
            broker.control("set_vm_memory_high_watermark", "0.6");
            await("the end of the alarm")
                    .pollInSameThread()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> "accepted".equals(refusal(client.send(room, "after"))));
            await("the message")
                    .untilAsserted(
                            () -> assertThat(received).startsWith("before").contains("after"));
            assertThat(client.ended()).isNotDone();
        }
    }

    @Test
    void refusalAfterDisconnectIsSentInsteadOfItsReceipt() throws Exception {
        try (ChatClient client = connect(alice)) {
            now(client.send(room, "before")); // caches the membership
        }
        broker.control("set_vm_memory_high_watermark", "0.000001");
        await("a SEND that is not confirmed")
                .pollInSameThread()
                .atMost(Duration.ofMinutes(1))
                .until(() -> {
                    try (RawSocket socket = rawConnected(alice)) {
                        socket.send("SEND\ndestination:/app/rooms." + room + ".send\nreceipt:last\n\n{\"text\":\"a\"}\0"
                                + "DISCONNECT\nreceipt:bye\n\n\0");
                        int code = socket.closeCode();
                        String everything = String.join("", socket.received());
                        if (code == 1000) {
                            assertThat(everything).contains("receipt-id:last\n", "receipt-id:bye\n");
                            return false; // the alarm was not active yet
                        }
                        assertThat(code).isEqualTo(1002);
                        assertThat(everything)
                                .containsOnlyOnce("ERROR\n")
                                .contains("receipt-id:last\n")
                                .containsPattern("error-code:(confirm-timeout|broker-unavailable)\n")
                                .doesNotContain("RECEIPT\n");
                        return true;
                    }
                });
    }
}
