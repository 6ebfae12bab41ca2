package io.damso.gateway.session;

import io.damso.auth.AuthenticatedUser;
import io.damso.edge.audit.Actor;
import io.damso.gateway.lifetime.TokenLifetime;
import io.damso.gateway.limits.Admission;
import io.damso.gateway.limits.SendCount;
import io.damso.gateway.limits.SendRates;
import io.damso.gateway.mailbox.Mailbox;
import io.damso.gateway.rooms.RoomListener;
import io.damso.protocol.DeliveryChanged;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;

/**
 * A client's session, from its socket's first byte to its last. Its frames are handled one after the other on the socket's
 * thread; messages, answers and the clock come from other threads.
 */
final class StompSession implements RoomListener {

    private static final byte[] END_OF_LINE = {'\n'};
    private static final int AUDITED_REFUSALS = 10;
    private static final long CLOSE_GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String id;
    private final String address;
    private final Mailbox mailbox;
    private final Replies replies;
    private final Admission admission;
    private final long openedAt = System.nanoTime();
    private final Subscriptions subscriptions = new Subscriptions();
    private final Outstanding outstanding = new Outstanding();
    private final TokenLifetime lifetime = new TokenLifetime();
    private volatile @Nullable AuthenticatedUser handshakeUser;
    private volatile @Nullable AuthenticatedUser user;
    private volatile StompVersion version = StompVersion.V1_2;
    private volatile Heartbeats heartbeats = Heartbeats.NONE;
    private volatile long lastHeard = openedAt;
    private volatile long waitsSince;
    private volatile boolean ending;
    private @Nullable SendCount sends;
    private long auditedRefusals;

    /**
     * Begins a session.
     *
     * @param id id of the WebSocket session
     * @param address address of the client
     */
    StompSession(String id, String address, Mailbox mailbox, Replies replies, Admission admission) {
        this.id = id;
        this.address = address;
        this.mailbox = mailbox;
        this.replies = replies;
        this.admission = admission;
    }

    /** Returns how a socket is closed whose client sent nothing wrong, or could not read ERROR (RFC 6455 §7.4.1). */
    static CloseStatus statusFor(ErrorCode code) {
        return CloseStatus.POLICY_VIOLATION.withReason(code.slug());
    }

    /** Returns the id of the WebSocket session, unique on this node. */
    String id() {
        return id;
    }

    /** Notes whom the token of the handshake speaks for. */
    void handshakeUser(AuthenticatedUser authenticated) {
        handshakeUser = authenticated;
    }

    /** Returns whom the token of the handshake speaks for; null if it had none. */
    @Nullable AuthenticatedUser handshakeUser() {
        return handshakeUser;
    }

    /** Returns who it is, for the audit log. */
    Actor actor() {
        AuthenticatedUser current = user;
        return new Actor(current == null ? null : current.getName(), id, address);
    }

    /** Returns whether one more refusal goes to the audit log: its first ones do, so that no session buries others. */
    synchronized boolean auditsRefusal() {
        return auditedRefusals++ < AUDITED_REFUSALS;
    }

    void connected(AuthenticatedUser authenticated, StompVersion agreedVersion, Heartbeats agreedHeartbeats) {
        version = agreedVersion;
        heartbeats = agreedHeartbeats;
        refreshed(authenticated);
    }

    /** Lets the session live as long as a fresh token of its user; returns false if it has ended before. */
    boolean refreshed(AuthenticatedUser authenticated) {
        user = authenticated;
        return lifetime.extend(authenticated.expiresAt());
    }

    /** Returns whose session it is; null before CONNECT. */
    @Nullable AuthenticatedUser user() {
        return user;
    }

    /** Returns the session's place on the node. */
    Admission admission() {
        return admission;
    }

    /** Returns what the session has sent; for the thread that handles its frames. */
    SendCount sends(SendRates rates) {
        SendCount count = sends;
        if (count == null) {
            count = rates.begin();
            sends = count;
        }
        return count;
    }

    StompVersion version() {
        return version;
    }

    Heartbeats heartbeats() {
        return heartbeats;
    }

    TokenLifetime lifetime() {
        return lifetime;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    Outstanding outstanding() {
        return outstanding;
    }

    /** Notes that the client let hear something, be it only a byte. */
    void heard() {
        lastHeard = System.nanoTime();
    }

    /** Notes whether the client has begun a frame whose rest has not come. */
    void waitsForRestOfFrame(boolean waits) {
        if (!waits) {
            waitsSince = 0;
        } else if (waitsSince == 0) {
            waitsSince = lastHeard | 1; // 0 is taken
        }
    }

    void send(byte[] frame) {
        mailbox.send(frame);
    }

    @Override
    public void deliver(byte[] frame) {
        mailbox.deliver(frame);
    }

    @Override
    public void deliveryInterrupted(RoomId roomId) {
        replies.notify(this, DeliveryChanged.INTERRUPTED, roomId);
    }

    @Override
    public void deliveryResumed(RoomId roomId) {
        replies.notify(this, DeliveryChanged.RESUMED, roomId);
    }

    /** Returns whether frames of the client count no more. */
    boolean isEnding() {
        return ending;
    }

    /** From now on frames of the client do not count; those for it are still sent. */
    void stopListening() {
        ending = true;
    }

    /** Closes the socket behind everything that waits. */
    void close(CloseStatus status) {
        stopListening();
        admission.leave();
        mailbox.close(status);
    }

    /** Sends a last frame and closes the socket right behind it. */
    void close(byte[] lastFrame, CloseStatus status) {
        stopListening();
        admission.leave();
        mailbox.close(lastFrame, status);
    }

    /** Lets go of everything; the socket is gone. */
    void closed() {
        ending = true;
        mailbox.discard();
        subscriptions.close();
        admission.end();
    }

    /**
     * Does what the time asks for.
     *
     * @param limits how long what may take
     * @param sweepNanos how long it takes until this is called again
     */
    void sweep(long now, Limits limits, long sweepNanos) {
        if (mailbox.isClosing()) {
            if (mailbox.closingNanos(now) > CLOSE_GRACE_NANOS) {
                mailbox.abort(); // the close does not get through, or the client does not answer it
            }
        } else if (mailbox.writingNanos(now) > limits.sendNanos()) {
            replies.expel(this, ErrorCode.SLOW_CONSUMER);
        } else if (user == null && now - openedAt > limits.connectNanos()) {
            replies.expel(this, ErrorCode.CONNECT_TIMEOUT);
        } else if (heartbeats.isOverdue(now - lastHeard)) {
            replies.expel(this, ErrorCode.HEARTBEAT_MISSED);
        } else if (waitsSince != 0 && now - waitsSince > limits.frameNanos()) {
            replies.expel(this, ErrorCode.FRAME_TIMEOUT);
        } else if (heartbeats.isDue(mailbox.idleNanos(now), sweepNanos)) {
            mailbox.send(END_OF_LINE);
        }
    }

    /**
     * How long what may take.
     *
     * @param sendNanos one write
     * @param connectNanos until CONNECT has come
     * @param frameNanos from a frame's first byte to its last
     */
    record Limits(long sendNanos, long connectNanos, long frameNanos) {}
}
