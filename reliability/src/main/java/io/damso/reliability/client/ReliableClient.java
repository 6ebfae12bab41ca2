package io.damso.reliability.client;

import io.damso.client.ChatClient;
import io.damso.client.RefusedException;
import io.damso.client.StompCommand;
import io.damso.client.StompFrame;
import io.damso.reliability.history.History;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client that follows the contract: it connects again after a random delay, resumes by its position, sends with
 * receipt, and repeats what has none with the same {@code clientMessageId}. Everything that it does and hears goes into
 * the history. {@link #run} occupies a thread until {@link #leave}; the other methods are thread-safe.
 */
public final class ReliableClient implements Runnable {

    /** Longer than a gateway waits for the broker (damso.gateway.send.confirm-timeout). */
    private static final long ANSWER_SECONDS = 12;

    private static final long TURN_MILLIS = 20;

    private final Connections connections;
    private final Identity identity;
    private final History history;
    private final RoomReader reader;
    private final Outbox outbox;
    private final Backoff backoff = new Backoff();
    private final Backoff renewals = new Backoff();
    private volatile long periodMillis;
    private volatile int textSize;
    private volatile boolean left;
    private volatile boolean removed;
    private volatile @Nullable ChatClient open;
    private volatile String trouble = "none";
    private int session;
    private double nextDue = Double.MAX_VALUE;
    private long renewAt = Long.MAX_VALUE;

    /** Creates a client that only listens until {@link #write}. */
    public ReliableClient(Connections connections, Identity identity, History history) {
        this.connections = connections;
        this.identity = identity;
        this.history = history;
        this.reader = new RoomReader(identity, history);
        this.outbox = new Outbox(identity.user());
    }

    /** Returns who it is. */
    public Identity identity() {
        return identity;
    }

    /** Returns whether it is subscribed and knows of nothing that is missing. */
    public boolean isLive() {
        return reader.isLive();
    }

    /** Returns whether it is still a member of its room. */
    public boolean isMember() {
        return !removed;
    }

    /** Returns whether everything that it wrote is acknowledged. */
    public boolean isAcknowledged() {
        return outbox.isEmpty();
    }

    /** Returns how many of its messages are acknowledged. */
    public int acknowledged() {
        return outbox.acknowledged();
    }

    /** Returns whether it has heard the messages with these ids. */
    public boolean hasHeard(Set<String> ids) {
        return reader.hasHeard(ids);
    }

    /** Returns why it is not live, for a person. */
    public String trouble() {
        return trouble;
    }

    /** Changes how often it writes: the mean time in milliseconds; 0: no more. */
    public void write(long newPeriodMillis) {
        periodMillis = newPeriodMillis;
    }

    /** Changes the least number of characters of its texts. */
    public void writeLong(int characters) {
        textSize = characters;
    }

    /** Its membership was ended. It goes on as long as its session lasts, and must hear and write nothing. */
    public void removed() {
        removed = true;
        history.add("left", "client", identity.user(), "room", identity.room());
    }

    /** Disconnects finally. */
    public void leave() {
        left = true;
        ChatClient session = open;
        if (session != null) {
            session.close();
        }
    }

    @Override
    public void run() {
        try {
            while (!left && !removed) {
                runSession();
                Thread.sleep(backoff.nextMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runSession() throws InterruptedException {
        session++;
        String reason = "left";
        boolean wasOpen = false;
        try (ChatClient client = connect()) {
            wasOpen = true;
            open = client;
            answer("SUBSCRIBE to notifications", client.events(reader::notified));
            subscribe(client);
            backoff.reset();
            exchange(client);
            reason = client.ended().isDone() ? client.ended().join() : "left";
        } catch (SessionFailure e) {
            reason = e.reason();
        } finally {
            open = null;
            reader.ended();
            outbox.sessionEnded();
        }
        trouble = reason;
        if (!left && wasOpen) {
            history.add("closed", "client", identity.user(), "session", session, "reason", reason);
        }
    }

    private ChatClient connect() throws InterruptedException, SessionFailure {
        URI endpoint = connections.next();
        CompletableFuture<ChatClient> coming = ChatClient.connect(connections.http(), endpoint, identity.token());
        try {
            return answer("connect", coming);
        } catch (SessionFailure e) {
            coming.thenAccept(ChatClient::close);
            throw e;
        }
    }

    private void subscribe(ChatClient client) throws InterruptedException, SessionFailure {
        for (; ; ) {
            Map<String, String> headers = reader.begin();
            int number = reader.subscription();
            CompletableFuture<StompFrame> coming =
                    client.join(identity.room(), "room-" + number, headers, frame -> reader.received(number, frame));
            renewAt = Long.MAX_VALUE;
            RoomReader.Next next;
            try {
                next = reader.ready(answer("SUBSCRIBE", coming));
            } catch (SessionFailure e) {
                if (!e.isRetryable() || left) {
                    throw e;
                }
                trouble = e.reason();
                Thread.sleep(renewals.nextMillis());
                continue;
            }
            switch (next) {
                case LIVE -> renewals.reset();
                case AGAIN -> renewAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(renewals.nextMillis());
                case PAGES -> readPages();
                case NEWEST -> {
                    unsubscribe(client);
                    continue;
                }
            }
            return;
        }
    }

    private void unsubscribe(ChatClient client) throws InterruptedException, SessionFailure {
        answer(
                "UNSUBSCRIBE",
                client.frame(StompCommand.UNSUBSCRIBE, Map.of("id", "room-" + reader.subscription()), ""));
    }

    /** Reads the pages before the newest messages, until one holds nothing new. */
    private void readPages() throws InterruptedException {
        String before = reader.oldest();
        while (before != null && !left) {
            try {
                JsonNode page =
                        connections.api().history(identity.token(), identity.room(), "limit=200&before=" + before);
                JsonNode messages = page.path("messages");
                boolean more = reader.read(messages) && page.path("hasMore").asBoolean(false);
                before = more ? messages.get(messages.size() - 1).path("id").asString("") : null;
            } catch (IOException | RefusedException e) {
                // Not given up, also when the session ends: the position is already behind these pages.
                trouble = "history: " + e.getMessage();
                Thread.sleep(renewals.nextMillis());
            }
        }
    }

    private void exchange(ChatClient client) throws InterruptedException, SessionFailure {
        while (!left && !client.ended().isDone()) {
            writeDue();
            long now = System.nanoTime();
            outbox.takeToSend().forEach(draft -> send(client, draft));
            if (outbox.waitsLongerThan(TimeUnit.SECONDS.toNanos(ANSWER_SECONDS))) {
                throw new SessionFailure("no answer to SEND");
            }
            if (reader.takeAgain() || now - renewAt >= 0 && renewAt != Long.MAX_VALUE) {
                unsubscribe(client);
                subscribe(client);
            }
            Thread.sleep(TURN_MILLIS);
        }
    }

    /** Writes what a user would have written until now, also while there was no session. */
    private void writeDue() {
        long period = periodMillis;
        double now = history.now();
        nextDue = period == 0 ? Double.MAX_VALUE : nextDue == Double.MAX_VALUE ? now : nextDue;
        while (nextDue <= now) {
            outbox.write(nextDue);
            nextDue += 1 + ThreadLocalRandom.current().nextLong(2 * period);
        }
    }

    private void send(ChatClient client, Draft draft) {
        history.add(
                "sent",
                "client",
                identity.user(),
                "room",
                identity.room(),
                "session",
                session,
                "message",
                draft.clientMessageId,
                "due",
                draft.due);
        client.send(identity.room(), text(draft), draft.clientMessageId)
                .whenComplete(
                        (id, failure) -> answered(draft, id, client.ended().isDone() ? null : failure));
    }

    /** A repeat must have the same text. */
    private String text(Draft draft) {
        if (draft.text == null) {
            draft.text = draft.clientMessageId + ".".repeat(Math.max(0, textSize - draft.clientMessageId.length()));
        }
        return draft.text;
    }

    private void answered(Draft draft, @Nullable String id, @Nullable Throwable failure) {
        if (id != null) {
            history.add("acknowledged", "client", identity.user(), "message", draft.clientMessageId, "id", id);
            outbox.acknowledged(draft);
        } else if (failure instanceof RefusedException refused && refused.isRetryable()) {
            trouble = "SEND: " + refused.code();
            outbox.sendLater(draft);
        } else if (failure instanceof RefusedException refused) {
            history.add("refused", "client", identity.user(), "message", draft.clientMessageId, "code", refused.code());
            outbox.drop(draft);
        }
        // else the session has ended, and it is sent again in the next one
    }

    private <T> T answer(String what, CompletableFuture<T> coming) throws InterruptedException, SessionFailure {
        try {
            return coming.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new SessionFailure(what + ": no answer");
        } catch (ExecutionException e) {
            boolean retryable = e.getCause() instanceof RefusedException refused && refused.isRetryable();
            throw new SessionFailure(what + ": " + reason(e.getCause()), retryable);
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
}
