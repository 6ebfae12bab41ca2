package io.damso.gateway.session;

import io.damso.auth.AuthenticatedUser;
import io.damso.edge.audit.Actor;
import io.damso.gateway.RefusedException;
import io.damso.gateway.lifetime.TokenLifetime;
import io.damso.gateway.limits.SendCount;
import io.damso.gateway.limits.SendRates;
import io.damso.gateway.mailbox.Mailbox;
import io.damso.protocol.Destination;
import io.damso.protocol.ErrorCode;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;

/**
 * One client session on this node, independent of the protocol, from the opening of the socket to its close. Requests
 * are handled one at a time on the thread of the socket. Messages, answers and the session clock use other threads.
 */
public final class ClientSession {

    /** Close status of a session whose node stops: service restart. */
    public static final CloseStatus NODE_STOPS = new CloseStatus(1_012, ErrorCode.NODE_DRAINING.slug());

    private static final int AUDITED_REFUSALS = 10;
    private static final long CLOSE_GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LEAVE_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final String id;
    private final Handshake handshake;
    private final Mailbox mailbox;
    private final Subscriptions subscriptions;
    private final ClientChannel channel;
    private final long openedAt = System.nanoTime();
    private final PendingAnswers pendingAnswers = new PendingAnswers();
    private final PendingSubscribes pendingSubscribes = new PendingSubscribes();
    private final TokenLifetime lifetime = new TokenLifetime();
    private volatile @Nullable AuthenticatedUser user;
    private volatile Heartbeats heartbeats = Heartbeats.NONE;
    private volatile long lastReceived = openedAt;
    private volatile long restDueAt;
    private volatile boolean ending;
    private volatile boolean draining;
    private volatile long closesAt;
    private @Nullable SendCount sends;
    private long auditedRefusals;

    /**
     * Begins a session.
     *
     * @param id id of the WebSocket session
     * @param handshake its place is claimed
     * @param mailbox mailbox of the session's socket
     * @param subscriptions subscriptions of the session; the channel may share them
     * @param channel writes to the mailbox
     */
    public ClientSession(
            String id, Handshake handshake, Mailbox mailbox, Subscriptions subscriptions, ClientChannel channel) {
        this.id = id;
        this.handshake = handshake;
        this.mailbox = mailbox;
        this.subscriptions = subscriptions;
        this.channel = channel;
    }

    /**
     * Returns the close status of a code ({@link ErrorCode#closeCode}), for a client that sent nothing wrong or that
     * cannot receive a frame.
     */
    public static CloseStatus statusFor(ErrorCode code) {
        return new CloseStatus(code.closeCode(), code.slug());
    }

    /** Returns the id of the WebSocket session, unique on this node. */
    public String id() {
        return id;
    }

    /** Returns the result of the handshake. */
    public Handshake handshake() {
        return handshake;
    }

    /** Returns the channel to the client. */
    public ClientChannel channel() {
        return channel;
    }

    /** Returns the user, session and address for the audit log. */
    public Actor actor() {
        AuthenticatedUser current = user;
        return new Actor(current == null ? null : current.getName(), id, handshake.address());
    }

    /** Counts a refusal, and returns whether it is written to the audit log. Only the first ten of a session are. */
    synchronized boolean auditsRefusal() {
        return auditedRefusals++ < AUDITED_REFUSALS;
    }

    /**
     * Sets the user, and lets the session live until the end of the user's token.
     *
     * @return false if the session has already ended with its token
     */
    public boolean authenticated(AuthenticatedUser authenticated) {
        user = authenticated;
        return lifetime.extend(authenticated.expiresAt());
    }

    /** Returns the user; null before the user has connected. */
    public @Nullable AuthenticatedUser user() {
        return user;
    }

    /** Sets the agreed heart-beats, which are sent and expected from now on. */
    public void agreed(Heartbeats agreed) {
        heartbeats = agreed;
    }

    /** Returns the agreed heart-beats; {@link Heartbeats#NONE} before the agreement. */
    public Heartbeats heartbeats() {
        return heartbeats;
    }

    /** Returns the limits of the session's SENDs. Only for the thread that handles its requests. */
    public SendCount sends(SendRates rates) {
        SendCount count = sends;
        if (count == null) {
            count = rates.begin();
            sends = count;
        }
        return count;
    }

    /** Returns the lifetime of the session's token. */
    public TokenLifetime lifetime() {
        return lifetime;
    }

    /** Returns its subscriptions. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /**
     * Adds a subscription, as {@link Subscriptions} does.
     *
     * @param id subscription id of the client; null if it gave none
     * @param spelling destination as the client wrote it
     * @param most maximum number of subscriptions of the session
     * @throws RefusedException if there are too many, or the id is not allowed or in use
     */
    public Subscription subscribe(@Nullable String id, Destination.ForSubscribe destination, String spelling, int most)
            throws RefusedException {
        return subscriptions.add(id, destination, spelling, channel, most);
    }

    /** Returns the counter of unanswered requests. */
    public PendingAnswers pendingAnswers() {
        return pendingAnswers;
    }

    /** Handles a request with the handler. Until the end of the handler the request counts as unanswered. */
    public void handle(Runnable handler) {
        pendingAnswers.begin();
        try {
            handler.run();
        } finally {
            pendingAnswers.end();
        }
    }

    /** Returns the unanswered SUBSCRIBEs. Only for the thread that handles the session's requests. */
    public PendingSubscribes pendingSubscribes() {
        return pendingSubscribes;
    }

    /** Records that the client has sent data or a WebSocket control frame. */
    public void received() {
        lastReceived = System.nanoTime();
    }

    /**
     * Records that a request has partly arrived. Has no effect if this is already recorded.
     *
     * @param timeoutNanos maximum time until it is complete, from the last {@link #received}
     */
    public void awaitsRest(long timeoutNanos) {
        if (restDueAt == 0) {
            restDueAt = lastReceived + timeoutNanos | 1; // 0 means none
        }
    }

    /** Records that no request has partly arrived. */
    public void awaitsNothing() {
        restDueAt = 0;
    }

    /** Returns whether requests of the client are ignored. */
    public boolean isEnding() {
        return ending;
    }

    /** From now on requests of the client are ignored. Frames to the client are still sent. */
    public void ignoreRequests() {
        ending = true;
    }

    /**
     * Ends the session and leaves the close of the socket to the client. If the client does not close it within 500 ms,
     * the session clock does. Some clients report it as an error if the server closes the socket after a receipt
     * (krossbow on the JDK).
     */
    public void closeAfterClient() {
        ignoreRequests();
        subscriptions.close();
        handshake.place().leave();
        closesAt = System.nanoTime() + LEAVE_GRACE_NANOS | 1; // 0 means none
    }

    /**
     * Closes the socket with {@link #NODE_STOPS} when all requests so far are answered. From now on
     * {@link #isDraining}.
     */
    public void closeWhenAnswered() {
        draining = true; // first: a request that does not see it is counted already
        pendingAnswers.whenDone(() -> close(NODE_STOPS));
    }

    /** Returns whether the socket is closed as soon as all requests are answered, so further ones are refused. */
    public boolean isDraining() {
        return draining;
    }

    /** Closes the socket after all waiting frames. */
    public void close(CloseStatus status) {
        ignoreRequests();
        handshake.place().leave();
        mailbox.close(status);
    }

    /** Ends the session as its protocol requires. {@link Answers#end} counts the end as well. */
    void end(@Nullable Request cause, ErrorCode code) {
        ignoreRequests();
        handshake.place().leave();
        channel.end(cause, code);
    }

    /** Ends the connection at once, without a close frame. */
    public void abort() {
        mailbox.abort();
    }

    /** Releases everything after the socket was closed. */
    public void closed() {
        ending = true;
        mailbox.discard();
        subscriptions.close();
        handshake.place().end();
    }

    /**
     * Returns the action that is due. The caller performs it. A close that is not complete after five seconds leads to
     * an abort.
     *
     * @param now as {@link System#nanoTime}
     */
    public Due due(long now, Limits limits) {
        if (mailbox.isClosing()) {
            return mailbox.closingNanos(now) > CLOSE_GRACE_NANOS ? Due.ABORT : Due.NOTHING;
        }
        if (mailbox.writingNanos(now) > limits.sendNanos()) {
            return new Due.End(ErrorCode.SLOW_CONSUMER);
        }
        if (closesAt != 0 && now - closesAt >= 0) {
            return Due.CLOSE;
        }
        return dueOfClient(now, limits);
    }

    private Due dueOfClient(long now, Limits limits) {
        if (user == null && now - openedAt > limits.connectNanos()) {
            return new Due.End(ErrorCode.CONNECT_TIMEOUT);
        }
        if (heartbeats.isOverdue(now - lastReceived)) {
            return new Due.End(ErrorCode.HEARTBEAT_MISSED);
        }
        long rest = restDueAt;
        if (rest != 0 && now - rest > 0) {
            return new Due.End(ErrorCode.FRAME_TIMEOUT);
        }
        return heartbeats.isDue(mailbox.idleNanos(now), limits.sweepNanos()) ? Due.HEARTBEAT : Due.NOTHING;
    }

    /**
     * Time limits of a session, in nanoseconds.
     *
     * @param sendNanos maximum duration of one write
     * @param connectNanos maximum time until the user has connected
     * @param sweepNanos interval between two checks of the session
     */
    public record Limits(long sendNanos, long connectNanos, long sweepNanos) {}
}
