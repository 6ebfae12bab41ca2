package io.damso.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.damso.client.ChatClient;
import io.damso.client.StompCommand;
import io.damso.edge.audit.Audit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The audit log of a gateway: sign-ins, refusals and ended sessions. */
class AuditIT extends GatewayTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(Audit.LOGGER);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void ignoreRequests() {
        logger.detachAppender(lines);
    }

    @Test
    void signInIsOneLineWithUserSessionAndAddress() throws Exception {
        try (ChatClient client = connect(alice)) {
            assertThat(client.node()).isEqualTo("gateway-under-test");
        }
        assertThat(lines())
                .singleElement()
                .asString()
                .matches("event=sign-in user=" + alice + " session=\\S+ address=127\\.0\\.0\\.1");
    }

    @Test
    void refusedSignInIsOneLineWithItsCodeAndWithoutTheToken() throws Exception {
        try (RawSocket socket = raw()) {
            socket.send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + token(alice) + "x\n\n\0");
            socket.next();
        }
        assertThat(lines())
                .singleElement()
                .asString()
                .matches("event=sign-in-refused session=\\S+ address=127\\.0\\.0\\.1 code=token-invalid");
    }

    @Test
    void refusedDestinationIsOneLineThatNamesItOnlyIfItFollowsTheGrammar() throws Exception {
        try (ChatClient client = connect("mallory")) {
            refusal(client.send(room, "let me in"));
            refusal(client.frame(StompCommand.SUBSCRIBE, Map.of("id", "s", "destination", "/topic/a secret"), ""));
        }
        assertThat(lines()).hasSize(3);
        assertThat(lines().get(1))
                .matches("event=destination-refused user=mallory session=\\S+ address=127\\.0\\.0\\.1"
                        + " code=not-a-member destination=/app/rooms\\." + room + "\\.send");
        assertThat(lines().get(2))
                .matches(
                        "event=destination-refused user=mallory session=\\S+ address=127\\.0\\.0\\.1 code=destination-refused");
    }

    @Test
    void sessionThatTheServerEndsIsOneLineWithItsCode() throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            socket.send("GARBAGE\n\n\0");
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
        assertThat(lines()).hasSize(2);
        assertThat(lines().getLast())
                .matches("event=session-ended user=" + alice
                        + " session=\\S+ address=127\\.0\\.0\\.1 code=malformed-frame");
    }

    @Test
    void auditedRefusalsOfASessionAreLimited() throws Exception {
        try (ChatClient client = connect("mallory")) {
            for (int i = 0; i < 15; i++) {
                refusal(client.send(room, "let me in"));
            }
        }
        assertThat(lines()).hasSize(11);
    }

    private List<String> lines() {
        return List.copyOf(lines.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
