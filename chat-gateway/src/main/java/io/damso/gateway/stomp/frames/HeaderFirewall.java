package io.damso.gateway.stomp.frames;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompCommand;

/**
 * Checks the headers of clients' frames. Each command has an allow-list. Other headers are never read, and no header of
 * a client is forwarded, neither to RabbitMQ nor to other clients. A header that would change the behaviour of a broker
 * is refused, so that clients do not rely on features that they do not get. Any other header, such as one for tracing,
 * is ignored.
 */
public final class HeaderFirewall {

    /** Headers with a meaning for RabbitMQ (guide "STOMP Plugin") or other brokers. */
    // spotless:off
    private static final Set<String> OF_BROKERS = Set.of(
            "amqp-message-id", "app-id", "auto-delete", "browser", "cluster-id", "content-encoding", "correlation-id",
            "delivery-mode", "durable", "exclusive", "expiration", "expires", "from", "message-id", "no-local",
            "persistent", "prefetch-count", "priority", "redelivered", "reply-to", "requeue", "selector",
            "subscription", "timestamp", "transaction", "ttl", "type", "user-id");
    // spotless:on

    /** Prefix of RabbitMQ's extensions: names of queues, arguments of queues and consumers, and future ones. */
    private static final String EXTENSION = "x-";

    /** Headers that many clients send, with the value that describes the behaviour of the gateway. */
    private static final Map<String, String> TRUE_ANYWAY = Map.of("ack", "auto", "persistent", "true");

    private static final Map<StompCommand, Set<String>> ALLOWED = Map.of(
            StompCommand.SEND, Set.of("destination", "receipt", "content-length", "content-type"),
            StompCommand.SUBSCRIBE, Set.of("destination", "id", "receipt", "content-length"),
            StompCommand.UNSUBSCRIBE, Set.of("destination", "id", "receipt", "content-length"),
            StompCommand.DISCONNECT, Set.of("receipt", "content-length"));

    private HeaderFirewall() {}

    /**
     * Checks the headers of a frame of a connected session. CONNECT is not checked, because its headers are not
     * forwarded.
     *
     * @param names headers of the frame with their values
     * @throws RefusedException with {@link ErrorCode#HEADER_REFUSED} if one of them is meant for a broker
     */
    public static void check(@Nullable StompCommand command, Map<String, List<String>> names) throws RefusedException {
        Set<String> allowed = command == null ? null : ALLOWED.get(command);
        if (allowed == null) {
            return; // the command itself is refused
        }
        for (Map.Entry<String, List<String>> header : names.entrySet()) {
            if (!allowed.contains(header.getKey()) && isOfBrokers(header.getKey(), header.getValue())) {
                throw new RefusedException(ErrorCode.HEADER_REFUSED);
            }
        }
    }

    private static boolean isOfBrokers(String name, List<String> values) {
        String lowerCase = name.toLowerCase(Locale.ROOT).strip();
        String harmless = TRUE_ANYWAY.get(lowerCase);
        if (harmless != null) {
            return !values.stream().allMatch(harmless::equals);
        }
        return lowerCase.startsWith(EXTENSION) || OF_BROKERS.contains(lowerCase);
    }
}
