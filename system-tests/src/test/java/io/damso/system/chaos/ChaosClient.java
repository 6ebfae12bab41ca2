package io.damso.system.chaos;

import io.damso.client.ChatClient;
import io.damso.client.RefusedException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A correct client of one user: it reconnects after a random delay, subscribes again, reads missed messages, sends with
 * receipt, and repeats messages without RECEIPT with the same {@code clientMessageId}.
 */
final class ChaosClient implements Runnable {

    private static final long ANSWER_SECONDS = 5;
    private static final int SENDS = 3;
    private static final long SECOND_READ_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final HttpClient http;
    private final URI url;
    private final Findings findings;
    private final String user;
    private final String token;
    private final String room;
    private final HistoryReader history;
    private final LiveMessages live;
    private final Outbox outbox;
    private final Backoff backoff = new Backoff();
    private volatile boolean closed;
    private volatile boolean creating = true;
    private volatile long connectedSince;
    private volatile String lastFailure = "none";
    private volatile @Nullable ChatClient session;

    ChaosClient(
            HttpClient http,
            URI url,
            Findings findings,
            String user,
            String token,
            String room,
            HistoryReader history) {
        this.http = http;
        this.url = url;
        this.findings = findings;
        this.user = user;
        this.token = token;
        this.room = room;
        this.history = history;
        this.live = new LiveMessages(user, findings);
        this.outbox = new Outbox(user);
    }

    String user() {
        return user;
    }

    String room() {
        return room;
    }

    LiveMessages live() {
        return live;
    }

    Outbox outbox() {
        return outbox;
    }

    /** Returns the time since which it is connected and subscribed, of {@link System#nanoTime()}; 0 while it is not. */
    long connectedSince() {
        return connectedSince;
    }

    /** Returns the reason of the last disconnection or refusal. */
    String lastFailure() {
        return lastFailure;
    }

    /** Creates no new messages from now on; waiting ones are still sent. */
    void stopCreating() {
        creating = false;
    }

    /** Disconnects finally. */
    void leave() {
        closed = true;
        history.end();
        ChatClient open = session;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                runSession();
                Thread.sleep(backoff.nextMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runSession() throws InterruptedException {
        try (ChatClient open = connect()) {
            session = open;
            subscribe(open);
            exchangeMessages(open);
            throw new SessionFailure(
                    "session: " + (open.ended().isDone() ? open.ended().join() : "no receipts"));
        } catch (SessionFailure e) {
            if (!closed) {
                lastFailure = e.reason();
                findings.count(e.reason());
            }
        } finally {
            connectedSince = 0;
            live.interrupted();
        }
    }

    private ChatClient connect() throws InterruptedException, SessionFailure {
        CompletableFuture<ChatClient> coming = ChatClient.connect(http, url, token);
        try {
            return coming.get(2 * ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            coming.thenAccept(ChatClient::close);
            throw new SessionFailure("connect: no answer");
        } catch (ExecutionException e) {
            throw new SessionFailure("connect: " + reason(e.getCause()));
        }
    }

    private static String reason(@Nullable Throwable cause) {
        return switch (cause) {
            case RefusedException refused -> refused.code();
            case WebSocketHandshakeException handshake ->
                "status " + handshake.getResponse().statusCode();
            case null, default -> cause == null ? "unknown" : cause.getClass().getSimpleName();
        };
    }

    private void subscribe(ChatClient open) throws InterruptedException, SessionFailure {
        require(open, "SUBSCRIBE to notifications", 1, () -> open.events(this::notified));
        require(open, "SUBSCRIBE", 1, () -> open.join(room, live::received));
        open.notices(notice -> noticed(notice.path("code").asString("")));
        live.resumed();
        connectedSince = System.nanoTime();
        backoff.reset();
        history.catchUp();
    }

    private void noticed(String code) {
        findings.count("notice: " + code);
        if ("membership-ended".equals(code)) {
            findings.add("%s got membership-ended", user);
        }
    }

    private void notified(JsonNode event) {
        String type = event.path("type").asString("");
        findings.count("notification: " + type);
        if ("delivery-interrupted".equals(type)) {
            live.interrupted();
        } else if ("delivery-resumed".equals(type)) {
            live.resumed();
            history.catchUp();
        }
    }

    private void exchangeMessages(ChatClient open) throws InterruptedException, SessionFailure {
        long in = System.nanoTime();
        boolean readAgain = false;
        long next = in;
        while (!closed && !open.ended().isDone()) {
            long now = System.nanoTime();
            if (!readAgain && now - in > SECOND_READ_NANOS) {
                // Messages sent just before the session may not have been stored at the first read.
                readAgain = true;
                history.catchUp();
            }
            if (creating && now - next > 0) {
                outbox.write();
                next = now + ThreadLocalRandom.current().nextLong(TimeUnit.SECONDS.toNanos(2));
            }
            SentMessage sent = outbox.pending();
            if (sent == null) {
                Thread.sleep(20);
            } else {
                send(open, sent);
            }
        }
    }

    private void send(ChatClient open, SentMessage sent) throws InterruptedException, SessionFailure {
        boolean kept = require(
                open,
                "SEND",
                SENDS,
                () -> open.send(room, sent.sender() + " sends " + sent.number(), sent.clientMessageId()));
        if (kept) {
            outbox.acknowledge(sent);
        } else {
            outbox.drop();
        }
    }

    /**
     * Sends a request until it succeeds.
     *
     * @param tries maximum number of attempts without an answer; 1 if the request must not be repeated while it may
     *     succeed
     * @return false if it is finally refused
     * @throws SessionFailure if the session ends, or does not answer
     */
    private boolean require(ChatClient open, String what, int tries, Supplier<? extends CompletableFuture<?>> ask)
            throws InterruptedException, SessionFailure {
        int unanswered = 0;
        Backoff refused = new Backoff();
        while (!closed && !open.ended().isDone()) {
            try {
                ask.get().get(ANSWER_SECONDS, TimeUnit.SECONDS);
                return true;
            } catch (TimeoutException e) {
                findings.count(what + ": no answer");
                if (++unanswered == tries) {
                    throw new SessionFailure(what + ": no answer in time");
                }
            } catch (ExecutionException e) {
                String code = reason(e.getCause());
                findings.count(what + ": " + code);
                if (RetryCodes.isFinal(code)) {
                    findings.add("%s of %s is finally refused: %s", what, user, code);
                    return false;
                }
                Thread.sleep(refused.nextMillis());
            }
        }
        throw new SessionFailure(
                what + ": " + (open.ended().isDone() ? open.ended().join() : "closed"));
    }
}
