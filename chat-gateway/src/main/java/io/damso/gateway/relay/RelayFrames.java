package io.damso.gateway.relay;

import io.damso.protocol.BrokerTopology;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;

/** Creates the frames of the node's session, in the form that Spring's relay expects. */
final class RelayFrames {

    private static final byte[] NO_BODY = new byte[0];

    private static final String SUBSCRIPTION = "node";

    private final String node;
    private final long heartbeatMillis;

    /** Creates the frames of a node. */
    RelayFrames(String node, long heartbeatMillis) {
        this.node = node;
        this.heartbeatMillis = heartbeatMillis;
    }

    String node() {
        return node;
    }

    long heartbeatMillis() {
        return heartbeatMillis;
    }

    /** Returns CONNECT. The relay adds login, passcode and virtual host. */
    Message<byte[]> connect(String sessionId) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.CONNECT);
        frame.setAcceptVersion("1.1,1.2");
        frame.setHeartbeat(heartbeatMillis, heartbeatMillis);
        return message(frame, sessionId);
    }

    /**
     * Returns SUBSCRIBE for the queue of a run. Each connection has a new queue name: a queue of the same name may
     * still be in deletion, or belong to a connection whose failure the broker has not detected. The queue is
     * exclusive, so it is deleted with the connection.
     */
    Message<byte[]> subscribe(String sessionId, String run, int opening) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.SUBSCRIBE);
        frame.setSubscriptionId(SUBSCRIPTION);
        frame.setDestination(RelayConfiguration.BROKER_PREFIX + "/" + BrokerTopology.runExchange(node, run));
        frame.setReceipt(SUBSCRIPTION);
        frame.setNativeHeader("x-queue-name", BrokerTopology.runQueue(node, run, opening));
        frame.setNativeHeader("exclusive", "true");
        frame.setNativeHeader("auto-delete", "true");
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
