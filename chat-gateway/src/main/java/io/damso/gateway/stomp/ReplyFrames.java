package io.damso.gateway.stomp;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.GatewayProperties;
import io.damso.gateway.rooms.Joined;
import io.damso.gateway.session.Heartbeats;
import io.damso.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompEncoder;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Creates the frames that originate in the gateway. Values that a client chose are written with the escapes of its
 * STOMP version, which Spring's encoder does not support. Thread-safe.
 */
@Component
final class ReplyFrames {

    private static final String ERROR_CODE_HEADER = "error-code";
    private static final String MESSAGE_ID_HEADER = "message-id";
    private static final byte[] NO_BODY = new byte[0];

    private final StompEncoder encoder = new StompEncoder();
    private final GatewayProperties properties;
    private final JsonMapper json;
    private final MessageFrames messages;

    ReplyFrames(GatewayProperties properties, JsonMapper json, MessageFrames messages) {
        this.properties = properties;
        this.json = json;
        this.messages = messages;
    }

    /** Returns the encoding of room messages for all clients. */
    MessageFrames messages() {
        return messages;
    }

    /** Returns the answer to CONNECT (STOMP 1.2 "CONNECTED"). */
    byte[] connected(StompVersion version, String sessionId, AuthenticatedUser user, Heartbeats agreed) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.CONNECTED);
        frame.setVersion(version.number());
        frame.setNativeHeader("heart-beat", HeartbeatHeader.of(agreed));
        frame.setNativeHeader("session", sessionId);
        frame.setNativeHeader("server", "damso");
        frame.setNativeHeader("user-name", user.getName());
        if (properties.revealNode()) {
            frame.setNativeHeader("node", properties.node());
        }
        return encode(frame, NO_BODY);
    }

    /** Returns the answer to a frame's {@code receipt} header (STOMP 1.2 "RECEIPT"). */
    byte[] receipt(StompVersion version, String receipt) {
        return receipt(version, receipt, StompHeaderAccessor.create(StompCommand.RECEIPT));
    }

    /** Returns the answer to the {@code receipt} header of a SEND whose message has this id. */
    byte[] receipt(StompVersion version, String receipt, String messageId) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.RECEIPT);
        frame.setNativeHeader(MESSAGE_ID_HEADER, messageId);
        return receipt(version, receipt, frame);
    }

    /**
     * Returns the answer to the {@code receipt} header of a SUBSCRIBE to a room.
     *
     * @param asked whether it asks for messages from before
     */
    byte[] joined(StompVersion version, String receipt, Joined outcome, boolean asked) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.RECEIPT);
        if (outcome.position() != null) {
            frame.setNativeHeader("position", outcome.position());
        }
        ErrorCode failure = outcome.failure();
        if (asked) {
            frame.setNativeHeader("recovered", Boolean.toString(failure == null));
            frame.setNativeHeader("replayed", Integer.toString(outcome.replayed()));
        }
        if (failure != null) {
            frame.setNativeHeader("code", failure.slug());
        }
        return receipt(version, receipt, frame);
    }

    private byte[] receipt(StompVersion version, String receipt, StompHeaderAccessor frame) {
        return insert(encode(frame, NO_BODY), version.header("receipt-id", receipt));
    }

    /**
     * Returns a MESSAGE of the gateway.
     *
     * @param label headers of the subscription that it is sent to
     * @param body object that is written as JSON
     */
    byte[] message(String label, Object body) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.MESSAGE);
        frame.setNativeHeader(MESSAGE_ID_HEADER, UUID.randomUUID().toString());
        frame.setNativeHeader("content-type", "application/json");
        return insert(encode(frame, json.writeValueAsBytes(body)), label);
    }

    /**
     * Returns an ERROR, after which the connection is closed (STOMP 1.2 "ERROR"). It contains the title and the slug of
     * the code, and no details.
     */
    byte[] error(StompVersion version, @Nullable String receipt, ErrorCode code) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.ERROR);
        frame.setNativeHeader("message", code.title());
        frame.setNativeHeader(ERROR_CODE_HEADER, code.slug());
        if (code == ErrorCode.VERSION_UNSUPPORTED) {
            frame.setNativeHeader("version", StompVersion.ALL);
        }
        byte[] encoded = encode(frame, NO_BODY);
        return receipt == null ? encoded : insert(encoded, version.header("receipt-id", receipt));
    }

    private byte[] encode(StompHeaderAccessor frame, byte[] body) {
        return encoder.encode(frame.getMessageHeaders(), body);
    }

    private static byte[] insert(byte[] frame, String header) {
        return EncodedFrames.withHeader(frame, header.getBytes(StandardCharsets.UTF_8));
    }
}
