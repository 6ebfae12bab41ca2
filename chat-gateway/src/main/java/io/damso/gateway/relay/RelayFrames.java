package io.damso.gateway.relay;

import io.damso.protocol.BrokerTopology;
import io.damso.protocol.Destinations;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;

/** Creates the frames of the node's relay sessions, in the form that Spring's relay expects. */
final class RelayFrames {

    private static final byte[] NO_BODY = new byte[0];

    private final String node;
    private final String run;
    private final long heartbeatMillis;

    /**
     * Creates the frames of a node.
     *
     * @param run identifies this run of the node, so that it can start while queues of the previous run still exist
     */
    RelayFrames(String node, String run, long heartbeatMillis) {
        this.node = node;
        this.run = run;
        this.heartbeatMillis = heartbeatMillis;
    }

    /** Returns CONNECT. The relay adds login, passcode and virtual host. */
    Message<byte[]> connect(String sessionId) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.CONNECT);
        frame.setAcceptVersion("1.1,1.2");
        frame.setHeartbeat(heartbeatMillis, heartbeatMillis);
        return message(frame, sessionId);
    }

    /**
     * Returns SUBSCRIBE. Each SUBSCRIBE has a new queue name: a queue of the same name may still be in deletion, or
     * belong to a connection whose failure the broker has not detected. The queue is exclusive, so it is deleted with
     * the connection.
     */
    Message<byte[]> subscribe(String sessionId, RoomFeed feed, int opening) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.SUBSCRIBE);
        frame.setSubscriptionId(feed.id());
        frame.setDestination(Destinations.DEFAULT.roomMessages(feed.roomId()));
        frame.setReceipt(feed.id());
        frame.setNativeHeader(
                "x-queue-name", BrokerTopology.roomQueue(node, feed.roomId(), run + "-" + feed.id() + "-" + opening));
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

    /** Returns a heart-beat. Spring's relay sends none for sessions of clients (STOMP 1.2 "Heart-beating"). */
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
