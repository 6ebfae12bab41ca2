package io.damso.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.damso.gateway.admission.SessionLimits;
import io.damso.gateway.lifetime.LifetimeProperties;
import io.damso.gateway.limits.HandshakeLimits;
import io.damso.gateway.limits.SendLimits;
import io.damso.gateway.mailbox.MailboxProperties;
import io.damso.gateway.membership.MembershipProperties;
import io.damso.gateway.relay.RelayProperties;
import io.damso.gateway.rooms.RoomsProperties;
import io.damso.gateway.send.SendProperties;
import io.damso.gateway.stomp.frames.FrameProperties;
import io.damso.protocol.Destinations;
import jakarta.validation.Validation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.Validator;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

class GatewayPropertiesTests {

    private static final Validator VALIDATOR =
            new SpringValidatorAdapter(Validation.buildDefaultValidatorFactory().getValidator());

    @Test
    void defaultsAreTheDocumentedOnes() {
        GatewayProperties gateway = bind("damso.gateway", GatewayProperties.class, Map.of("damso.gateway.node", "g1"));
        assertThat(gateway).isEqualTo(new GatewayProperties("g1", true, "/app", "/topic"));
        assertThat(gateway.destinations()).isEqualTo(Destinations.DEFAULT);
        SocketProperties socket = bind("damso.gateway.socket", SocketProperties.class, Map.of());
        assertThat(socket.path()).isEqualTo("/ws");
        assertThat(socket.maxFrameSize()).isEqualTo(DataSize.ofKilobytes(64));
        SendProperties send = bind("damso.gateway.send", SendProperties.class, Map.of());
        assertThat(send.maxTextSize()).isEqualTo(DataSize.ofKilobytes(4));
        assertThat(send.confirmTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(send.waitForSubscribe()).isEqualTo(Duration.ofSeconds(2));
        assertThat(socket.maxSubscriptions()).isEqualTo(200);
        assertThat(socket.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(bind("damso.gateway.lifetime", LifetimeProperties.class, Map.of())
                        .expiryNotice())
                .isEqualTo(Duration.ofSeconds(60));
        MailboxProperties mailbox = bind("damso.gateway.mailbox", MailboxProperties.class, Map.of());
        assertThat(mailbox.limit()).isEqualTo(DataSize.ofMegabytes(1));
        assertThat(mailbox.pace()).isEqualTo(Duration.ofMillis(10));
        assertThat(mailbox.writeSize()).isEqualTo(DataSize.ofKilobytes(8));
        RoomsProperties rooms = bind("damso.gateway.rooms", RoomsProperties.class, Map.of());
        assertThat(rooms.linger()).isEqualTo(Duration.ofSeconds(30));
        RelayProperties relay = bind("damso.gateway.relay", RelayProperties.class, Map.of());
        assertThat(relay.port()).isEqualTo(61613);
        assertThat(relay.addresses()).isEmpty();
        assertThat(bind("damso.gateway.limits.frames", FrameProperties.class, Map.of()))
                .isEqualTo(new FrameProperties(40, DataSize.ofKilobytes(8), Duration.ofSeconds(20), 200, 1_000));
        assertThat(bind("damso.gateway.limits.handshakes", HandshakeLimits.class, Map.of()))
                .isEqualTo(new HandshakeLimits(500, 1_000, 50, 500, Duration.ofSeconds(10)));
        assertThat(bind("damso.gateway.limits.sends", SendLimits.class, Map.of()))
                .isEqualTo(new SendLimits(20, 100, 40, 200, 100));
        assertThat(bind("damso.gateway.limits.sessions", SessionLimits.class, Map.of()))
                .isEqualTo(new SessionLimits(20_000, 20, 500));
        MembershipProperties access = bind("damso.gateway.access", MembershipProperties.class, Map.of());
        assertThat(access.answerTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(access.maxQuestions()).isEqualTo(10_000);
        assertThat(access.holdAfterOutage()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void prefixesCanBeMoved() {
        GatewayProperties moved = bind(
                "damso.gateway",
                GatewayProperties.class,
                Map.of(
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
        "damso.gateway.mailbox.write-size, 65KB, set 0B to 64KB",
        "damso.gateway.mailbox.pace, 2s, set 0ms to 1s",
        "damso.gateway.rooms.linger, -1s, set 0s or more",
        "damso.gateway.rooms.subscribe-timeout, 0s, set 1ms or more",
        "damso.gateway.relay.addresses, rabbit-1, 'write host:port, separated by commas'",
        "damso.gateway.relay.addresses, rabbit-1:70000, 'write host:port, separated by commas'",
        "damso.gateway.send.max-text-size, 0B, set 1B to 1MB",
        "damso.gateway.send.max-text-size, 2MB, set 1B to 1MB",
        "damso.gateway.send.confirm-timeout, 0s, set 1ms or more",
        "damso.gateway.send.wait-for-subscribe, -1s, set 0s to 5s",
        "damso.gateway.send.wait-for-subscribe, 6s, set 0s to 5s",
        "damso.gateway.relay.heartbeat, 10ms, set 1s or more",
        "damso.gateway.limits.frames.max-header-size, 100B, set 1KB to 64KB",
        "damso.gateway.limits.frames.timeout, 1ms, set 1s or more",
        "damso.gateway.limits.handshakes.timeout, 1ms, set 1s or more",
        "damso.gateway.lifetime.expiry-notice, -1s, set 0s or more",
        "damso.gateway.access.refresh-after, 0s, set more than 0",
        "damso.gateway.access.recheck-after, 0s, set more than 0",
        "damso.gateway.access.answer-timeout, 0s, set more than 0",
        "damso.gateway.access.hold-after-outage, -1s, set 0s to 1m",
        "damso.gateway.access.hold-after-outage, 61s, set 0s to 1m",
        "damso.gateway.access.keep-without-answer, 1s, raise it"
    })
    void badValuesAreRefusedWithTheRemedy(String property, String value, String remedy) {
        // spotless:off
        Class<?> type = property.contains(".socket.") ? SocketProperties.class
                : property.contains(".mailbox.") ? MailboxProperties.class
                : property.contains(".rooms.") ? RoomsProperties.class
                : property.contains(".send.") ? SendProperties.class
                : property.contains(".frames.") ? FrameProperties.class
                : property.contains(".handshakes.") ? HandshakeLimits.class
                : property.contains(".relay.") ? RelayProperties.class
                : property.contains(".access.") ? MembershipProperties.class
                : property.contains(".lifetime.") ? LifetimeProperties.class
                : GatewayProperties.class;
        // spotless:on
        int dot = property.lastIndexOf('.');
        String prefix = property.substring(0, dot);
        assertThatThrownBy(() -> bind(prefix, type, Map.of(property, value)))
                .rootCause()
                .hasMessageContaining(prefix)
                .message()
                .containsAnyOf(property.substring(dot + 1), field(property.substring(dot + 1)))
                .contains(remedy);
    }

    /** Returns the validator's name of the property. */
    private static String field(String name) {
        return Pattern.compile("-(.)")
                .matcher(name)
                .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> source) {
        Binder binder = new Binder(
                List.of(new MapConfigurationPropertySource(source)),
                null,
                ApplicationConversionService.getSharedInstance(),
                null,
                new ValidationBindHandler(VALIDATOR));
        return binder.bindOrCreate(prefix, type);
    }
}
