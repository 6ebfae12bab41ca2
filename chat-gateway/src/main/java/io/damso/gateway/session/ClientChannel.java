package io.damso.gateway.session;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.RefusedException;
import io.damso.gateway.rooms.FrameFormat;
import io.damso.gateway.rooms.Joined;
import io.damso.protocol.DeliveryChanged;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.NodeDraining;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one client in its protocol; one implementation for each protocol. No method waits for the socket. Anything
 * sent after the end is dropped. Thread-safe.
 */
public interface ClientChannel {

    /** Returns the encoding of room messages for this client; the same instance for all clients of the protocol. */
    FrameFormat format();

    /**
     * Returns the label of a subscription, which {@link #format} writes into its messages, so that the client can
     * assign them.
     *
     * @param id subscription id of the client; null if it gave none
     * @param spelling destination as the client wrote it
     * @throws RefusedException if the protocol does not allow the id
     */
    String label(@Nullable String id, String spelling) throws RefusedException;

    /** Confirms that the user is connected. */
    void connected(String sessionId, AuthenticatedUser user, Heartbeats agreed);

    /**
     * Sends a room message.
     *
     * @param frame complete frame of {@link #format}; shared with other clients, so it must not be modified
     */
    void message(byte[] frame);

    /** Confirms a request, if it asks for a receipt. */
    void receipt(Request request);

    /**
     * Confirms a SUBSCRIBE to a room, if it asks for a receipt.
     *
     * @param asked whether the request asks for messages from before
     */
    void joined(Request request, Joined outcome, boolean asked);

    /**
     * Asks whether most of what was sent is written. If not, the task is called once when it is, on the thread that
     * writes. A task that waits is replaced by a later one.
     *
     * @return whether it is; then the task is not called
     */
    boolean whenReady(Runnable task);

    /**
     * Confirms that the message of a request is kept, if the request asks for a receipt.
     *
     * @param messageId id of the message, the same that its subscribers receive
     */
    void kept(Request request, String messageId);

    /**
     * Sends the refusal of a request, if the client can receive refusals.
     *
     * @return false if it cannot; then the caller must end the session with the code
     */
    boolean refusal(Request request, ErrorCode code);

    /**
     * Sends a notice, which answers no request.
     *
     * @param spelling destination of the ended subscriptions as the client wrote it; null if none ended
     * @return false if the client cannot receive notices at present; a later call may succeed
     */
    boolean notice(ErrorCode code, @Nullable String spelling);

    /** Sends a change of the delivery of a room, if the client has subscribed to such notifications. */
    void deliveryChanged(DeliveryChanged change);

    /** Announces that the node stops, if the client has subscribed to such notifications. */
    void draining(NodeDraining notice);

    /** Sends a heart-beat. */
    void heartbeat();

    /**
     * Sends the last frame of the protocol, if the code has one ({@link ErrorCode#outcome}), and closes the socket
     * after it.
     *
     * @param cause request that violates the protocol; null if the session ends for another reason
     */
    void end(@Nullable Request cause, ErrorCode code);
}
