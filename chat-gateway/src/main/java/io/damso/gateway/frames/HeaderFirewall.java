package io.damso.gateway.frames;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompCommand;

/**
 * Which headers of a client's frames count. Each command has an allow-list; nothing else is ever read, and nothing a
 * client writes is passed on as a header to anybody, RabbitMQ included. A header by which a broker would behave
 * differently is refused, so that no client believes in what it does not get. What is left is none of our business
 * (tracing, libraries' own) and ignored.
 */
public final class HeaderFirewall {

    /** What RabbitMQ makes of these is in its guide, "STOMP Plugin"; clients of other brokers know some more. */
    private static final Set<String> OF_BROKERS = Set.of(
            "amqp-message-id", "app-id", "auto-delete", "browser", "cluster-id", "content-encoding", "correlation-id",
            "delivery-mode", "durable", "exclusive", "expiration", "expires", "from", "message-id", "no-local",
            "persistent", "prefetch-count", "priority", "redelivered", "reply-to", "requeue", "selector",
            "subscription", "timestamp", "transaction", "ttl", "type", "user-id");

    /**
     * Extensions of RabbitMQ: names of queues, arguments of queues and consumers, and whatever it will think of next.
     */
    private static final String EXTENSION = "x-";

    /** Said by many clients, and true here anyway. */
    private static final Map<String, String> TRUE_ANYWAY = Map.of("ack", "auto", "persistent", "true");

    private static final Map<StompCommand, Set<String>> ALLOWED = Map.of(
            StompCommand.SEND, Set.of("destination", "receipt", "content-length", "content-type"),
            StompCommand.SUBSCRIBE, Set.of("destination", "id", "receipt", "content-length"),
            StompCommand.UNSUBSCRIBE, Set.of("id", "receipt", "content-length"),
            StompCommand.DISCONNECT, Set.of("receipt", "content-length"));

    private HeaderFirewall() {}

    /**
     * Checks the headers of a frame of a session that is connected; CONNECT is not asked, because its headers reach
     * nobody.
     *
     * @param names headers of the frame with their values
     * @throws RefusedException if one of them is meant for a broker
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
