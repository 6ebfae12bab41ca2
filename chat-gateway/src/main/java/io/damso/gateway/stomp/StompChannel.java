package io.damso.gateway.stomp;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.RefusedException;
import io.damso.gateway.mailbox.Mailbox;
import io.damso.gateway.rooms.FrameFormat;
import io.damso.gateway.rooms.Joined;
import io.damso.gateway.session.ClientChannel;
import io.damso.gateway.session.ClientSession;
import io.damso.gateway.session.Heartbeats;
import io.damso.gateway.session.Request;
import io.damso.gateway.session.Subscription;
import io.damso.gateway.session.Subscriptions;
import io.damso.protocol.DeliveryChanged;
import io.damso.protocol.Destination;
import io.damso.protocol.Destinations;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.NodeDraining;
import io.damso.protocol.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;

/**
 * Writes STOMP frames to one client. Refusals and notices are sent to the session's subscription to
 * {@link Destinations#USER_ERRORS}. Without this subscription a refusal ends the session with ERROR.
 */
final class StompChannel implements ClientChannel {

    private static final byte[] END_OF_LINE = {'\n'};
    private static final int LONGEST_ID = 128;

    private final Mailbox mailbox;
    private final Subscriptions subscriptions;
    private final ReplyFrames frames;
    private volatile StompVersion version = StompVersion.V1_2;

    StompChannel(Mailbox mailbox, Subscriptions subscriptions, ReplyFrames frames) {
        this.mailbox = mailbox;
        this.subscriptions = subscriptions;
        this.frames = frames;
    }

    /** Sets the negotiated version; before, it is 1.2. */
    void agreed(StompVersion agreed) {
        version = agreed;
    }

    StompVersion version() {
        return version;
    }

    @Override
    public FrameFormat format() {
        return frames.messages();
    }

    /**
     * Returns the headers that differ between subscriptions. Refuses an id that is missing (except in STOMP 1.0), empty
     * or longer than 128 characters (STOMP 1.2 "SUBSCRIBE id Header").
     */
    @Override
    public String label(@Nullable String id, String spelling) throws RefusedException {
        StompVersion spoken = version;
        if (id == null ? spoken.needsSubscriptionId() : id.isEmpty() || id.length() > LONGEST_ID) {
            throw new RefusedException(ErrorCode.HEADER_REFUSED);
        }
        return (id == null ? "" : spoken.header("subscription", id)) + spoken.header("destination", spelling);
    }

    @Override
    public void connected(String sessionId, AuthenticatedUser user, Heartbeats agreed) {
        mailbox.send(frames.connected(version, sessionId, user, agreed));
    }

    @Override
    public void message(byte[] frame) {
        mailbox.deliver(frame);
    }

    @Override
    public void receipt(Request request) {
        if (request.receipt() != null) {
            mailbox.send(frames.receipt(version, request.receipt()));
        }
    }

    @Override
    public void joined(Request request, Joined outcome, boolean asked) {
        if (request.receipt() != null) {
            mailbox.send(frames.joined(version, request.receipt(), outcome, asked));
        }
    }

    @Override
    public boolean whenReady(Runnable task) {
        return mailbox.whenReady(task);
    }

    @Override
    public void kept(Request request, String messageId) {
        if (request.receipt() != null) {
            mailbox.send(frames.receipt(version, request.receipt(), messageId));
        }
    }

    @Override
    public boolean refusal(Request request, ErrorCode code) {
        return send(new Destination.UserErrors(), Refusal.of(code, request.destination(), request.receipt()));
    }

    @Override
    public boolean notice(ErrorCode code, @Nullable String spelling) {
        return send(new Destination.UserErrors(), Refusal.of(code, spelling, null));
    }

    @Override
    public void deliveryChanged(DeliveryChanged change) {
        send(new Destination.UserNotifications(), change);
    }

    @Override
    public void draining(NodeDraining notice) {
        send(new Destination.UserNotifications(), notice);
    }

    /**
     * Sends a MESSAGE to a subscription of this session, on a fan-out thread: notices are created under the lock of
     * memberships, and changes of delivery for all subscribers of a room in sequence.
     *
     * @return false if there is no such subscription
     */
    private boolean send(Destination.ForSubscribe destination, Object body) {
        Subscription subscription = subscriptions.to(destination);
        if (subscription == null) {
            return false;
        }
        mailbox.deliver(frames.message(subscription.label(), body));
        return true;
    }

    @Override
    public void heartbeat() {
        mailbox.send(END_OF_LINE);
    }

    @Override
    public void end(@Nullable Request cause, ErrorCode code) {
        switch (code.outcome()) {
            case CLOSE -> mailbox.close(ClientSession.statusFor(code)); // the client cannot process an ERROR frame
            case ERROR_FRAME, REFUSAL, NOTICE, HTTP_ONLY -> endByError(cause, code);
        }
    }

    /**
     * Sends ERROR and closes the socket. If the client violated no rule, the close status has the code as well;
     * otherwise it is 1002.
     */
    private void endByError(@Nullable Request cause, ErrorCode code) {
        if (cause == null) {
            mailbox.close(frames.error(version, null, code), ClientSession.statusFor(code));
        } else {
            mailbox.close(frames.error(version, cause.receipt(), code), CloseStatus.PROTOCOL_ERROR);
        }
    }
}
