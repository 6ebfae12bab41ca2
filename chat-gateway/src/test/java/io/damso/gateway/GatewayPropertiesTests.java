package io.damso.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.damso.gateway.access.AccessProperties;
import io.damso.gateway.frames.FrameProperties;
import io.damso.gateway.lifetime.LifetimeProperties;
import io.damso.gateway.limits.HandshakeLimits;
import io.damso.gateway.limits.SendLimits;
import io.damso.gateway.limits.SessionLimits;
import io.damso.gateway.mailbox.MailboxProperties;
import io.damso.gateway.relay.RelayProperties;
import io.damso.gateway.rooms.RoomsProperties;
import io.damso.gateway.send.SendProperties;
import io.damso.protocol.Destinations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.util.unit.DataSize;

class GatewayPropertiesTests {

    @Test
    void defaultsAreTheDocumentedOnes() {
        GatewayProperties gateway = bind("damso.gateway", GatewayProperties.class, Map.of("damso.gateway.node", "g1"));
        assertThat(gateway).isEqualTo(new GatewayProperties("g1", true, "/app", "/topic"));
        assertThat(gateway.destinations()).isEqualTo(Destinations.DEFAULT);
        SocketProperties socket = bind("damso.gateway.socket", SocketProperties.class, Map.of());
        assertThat(socket.path()).isEqualTo("/ws");
        assertThat(socket.maxFrameSize()).isEqualTo(DataSize.ofKilobytes(64));
        SendProperties send = bind("damso.gateway.send", SendProperties.class, Map.of());
        assertThat(send.maxTextSize()).isEqualTo(DataSize.ofKilobytes(8));
        assertThat(send.confirmTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(socket.maxSubscriptions()).isEqualTo(200);
        assertThat(socket.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(bind("damso.gateway.lifetime", LifetimeProperties.class, Map.of()).expiryNotice())
                .isEqualTo(Duration.ofSeconds(60));
        MailboxProperties mailbox = bind("damso.gateway.mailbox", MailboxProperties.class, Map.of());
        assertThat(mailbox.limit()).isEqualTo(DataSize.ofMegabytes(1));
        assertThat(mailbox.pace()).isEqualTo(Duration.ofMillis(10));
        assertThat(mailbox.joinLimit()).isEqualTo(DataSize.ofKilobytes(8));
        RoomsProperties rooms = bind("damso.gateway.rooms", RoomsProperties.class, Map.of());
        assertThat(rooms.linger()).isEqualTo(Duration.ofSeconds(30));
        RelayProperties relay = bind("damso.gateway.relay", RelayProperties.class, Map.of());
        assertThat(relay.port()).isEqualTo(61613);
        assertThat(relay.addresses()).isEmpty();
        assertThat(relay.sessions()).isEqualTo(4);
        assertThat(bind("damso.gateway.limits.frames", FrameProperties.class, Map.of())).isEqualTo(
                new FrameProperties(40, DataSize.ofKilobytes(8), Duration.ofSeconds(20), 200, 1_000));
        assertThat(bind("damso.gateway.limits.handshakes", HandshakeLimits.class, Map.of()))
                .isEqualTo(new HandshakeLimits(500, 1_000, 50, 500, Duration.ofSeconds(10)));
        assertThat(bind("damso.gateway.limits.sends", SendLimits.class, Map.of()))
                .isEqualTo(new SendLimits(20, 100, 40, 200, 100));
        assertThat(bind("damso.gateway.limits.sessions", SessionLimits.class, Map.of()))
                .isEqualTo(new SessionLimits(20_000, 20, 500));
        assertThat(bind("damso.gateway.access", AccessProperties.class, Map.of()).answerTimeout())
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void prefixesCanBeMoved() {
        GatewayProperties moved = bind("damso.gateway", GatewayProperties.class, Map.of(
                "damso.gateway.node", "g1",
                "damso.gateway.application-prefix", "/pub",
                "damso.gateway.topic-prefix", "/sub"));
        assertThat(moved.destinations()).isEqualTo(new Destinations("/pub", "/sub"));
    }

    @ParameterizedTest
    @CsvSource({
        "damso.gateway.application-prefix, /topic, must differ",
        "damso.gateway.topic-prefix, /user, neither may be /user",
        "damso.gateway.socket.max-frame-size, 1KB, set 16KB to 4MB",
        "damso.gateway.socket.max-frame-size, 5MB, set 16KB to 4MB",
        "damso.gateway.socket.connect-timeout, 10ms, set 1s or more",
        "damso.gateway.socket.client-heartbeat, 999ms, set 1s or more",
        "damso.gateway.mailbox.limit, 63KB, set 64KB to 2GB",
        "damso.gateway.mailbox.limit, 2GB, set 64KB to 2GB",
        "damso.gateway.mailbox.send-time-limit, 0s, set 1ms or more",
        "damso.gateway.mailbox.join-limit, 2MB, set 0B to 1MB",
        "damso.gateway.mailbox.pace, 2s, set 0ms to 1s",
        "damso.gateway.rooms.linger, -1s, set 0s or more",
        "damso.gateway.rooms.subscribe-timeout, 0s, set 1ms or more",
        "damso.gateway.relay.addresses, rabbit-1, 'write host:port, separated by commas'",
        "damso.gateway.relay.addresses, rabbit-1:70000, 'write host:port, separated by commas'",
        "damso.gateway.send.max-text-size, 0B, set 1B to 1MB",
        "damso.gateway.send.max-text-size, 2MB, set 1B to 1MB",
        "damso.gateway.send.confirm-timeout, 0s, set 1ms or more",
        "damso.gateway.relay.heartbeat, 10ms, set 1s or more",
        "damso.gateway.limits.frames.max-header-size, 100B, set 1KB to 64KB",
        "damso.gateway.limits.frames.timeout, 1ms, set 1s or more",
        "damso.gateway.limits.handshakes.timeout, 1ms, set 1s or more",
        "damso.gateway.lifetime.expiry-notice, -1s, set 0s or more",
        "damso.gateway.access.refresh-after, 0s, set more than 0",
        "damso.gateway.access.recheck-after, 0s, set more than 0",
        "damso.gateway.access.answer-timeout, 0s, set more than 0",
        "damso.gateway.access.forget-refusal-after, -1s, set more than 0",
        "damso.gateway.access.keep-without-answer, 1s, raise it"
    })
    void badValuesAreRefusedWithTheRemedy(String property, String value, String remedy) {
        Class<?> type = property.contains(".socket.") ? SocketProperties.class
                : property.contains(".mailbox.") ? MailboxProperties.class
                : property.contains(".rooms.") ? RoomsProperties.class
                : property.contains(".send.") ? SendProperties.class
                : property.contains(".frames.") ? FrameProperties.class
                : property.contains(".handshakes.") ? HandshakeLimits.class
                : property.contains(".relay.") ? RelayProperties.class
                : property.contains(".access.") ? AccessProperties.class
                : property.contains(".lifetime.") ? LifetimeProperties.class
                : GatewayProperties.class;
        String prefix = property.substring(0, property.lastIndexOf('.'));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> unwrap(() -> bind(prefix, type, Map.of(property, value))))
                .withMessageContaining(prefix)
                .withMessageContaining(remedy);
    }

    private static void unwrap(Runnable binding) throws Throwable {
        try {
            binding.run();
        } catch (BindException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw cause;
        }
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> source) {
        Binder binder = new Binder(
                List.of(new MapConfigurationPropertySource(source)),
                null,
                ApplicationConversionService.getSharedInstance());
        return binder.bindOrCreate(prefix, type);
    }
}
