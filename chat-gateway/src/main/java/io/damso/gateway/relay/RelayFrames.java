package io.damso.gateway.relay;

import io.damso.protocol.BrokerTopology;
import io.damso.protocol.Destinations;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;

/** The frames that the node's sessions send to RabbitMQ, as Spring's relay takes them. */
final class RelayFrames {

    private static final byte[] NO_BODY = new byte[0];

    private final String node;
    private final String run;
    private final long heartbeatMillis;

    /**
     * Creates the frames of a node.
     *
     * @param run distinguishes this run of the node, so that it can start while its earlier queues still exist
     */
    RelayFrames(String node, String run, long heartbeatMillis) {
        this.node = node;
        this.run = run;
        this.heartbeatMillis = heartbeatMillis;
    }

    /** Login, passcode and virtual host are added by the relay. */
    Message<byte[]> connect(String sessionId) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.CONNECT);
        frame.setAcceptVersion("1.1,1.2");
        frame.setHeartbeat(heartbeatMillis, heartbeatMillis);
        return message(frame, sessionId);
    }

    /**
     * The queue has a name of its own for every SUBSCRIBE: a queue of the same name may still be on its way out, or be held
     * by a connection that the broker does not know to be dead. Exclusive, so it goes with the connection.
     */
    Message<byte[]> subscribe(String sessionId, RoomFeed feed, int opening) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.SUBSCRIBE);
        frame.setSubscriptionId(feed.id());
        frame.setDestination(Destinations.DEFAULT.roomMessages(feed.roomId()));
        frame.setReceipt(feed.id());
        frame.setNativeHeader("x-queue-name",
                BrokerTopology.roomQueue(node, feed.roomId(), run + "-" + feed.id() + "-" + opening));
        frame.setNativeHeader("exclusive", "true");
        frame.setNativeHeader("auto-delete", "true");
        return message(frame, sessionId);
    }

    Message<byte[]> unsubscribe(String sessionId, RoomFeed feed) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.UNSUBSCRIBE);
        frame.setSubscriptionId(feed.id());
        return message(frame, sessionId);
    }

    Message<byte[]> disconnect(String sessionId) {
        return message(StompHeaderAccessor.create(StompCommand.DISCONNECT), sessionId);
    }

    /** Spring's relay sends none of its own for sessions like ours (STOMP 1.2 "Heart-beating"). */
    Message<byte[]> heartbeat(String sessionId) {
        StompHeaderAccessor frame = StompHeaderAccessor.createForHeartbeat();
        return MessageBuilder.createMessage(new byte[] {'\n'}, headers(frame, sessionId));
    }

    private static Message<byte[]> message(StompHeaderAccessor frame, String sessionId) {
        return MessageBuilder.createMessage(NO_BODY, headers(frame, sessionId));
    }

    private static MessageHeaders headers(StompHeaderAccessor frame, String sessionId) {
        frame.setSessionId(sessionId);
        frame.setLeaveMutable(true);
        return frame.getMessageHeaders();
    }
}
