package io.damso.reliability.client;

import io.damso.client.StompFrame;
import io.damso.reliability.history.History;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one client hears in its room, over all its sessions, and the position from which it resumes. Thread-safe.
 */
final class RoomReader {

    private static final String HISTORY_UNAVAILABLE = "history-unavailable";

    /** How a subscription went on. */
    enum Next {
        /** Nothing to do. */
        LIVE,
        /** Something is missing: subscribe again later, from the same position. */
        AGAIN,
        /** The position cannot be resumed: subscribe with the last messages, and read those before them. */
        NEWEST,
        /** The last messages came; those before them must be read over REST. */
        PAGES
    }

    private final JsonMapper json = new JsonMapper();
    private final Identity identity;
    private final History history;
    private final Set<String> heard = new HashSet<>();
    private @Nullable String position;
    private @Nullable String positionBefore;
    private @Nullable String oldest;
    private String from = "nothing";
    private int subscription;
    private boolean subscribing;
    private boolean missing;
    private boolean again;
    private boolean live;

    RoomReader(Identity identity, History history) {
        this.identity = identity;
        this.history = history;
    }

    /** Begins the next subscription and returns its headers. */
    synchronized Map<String, String> begin() {
        from = position != null ? "position" : subscription == 0 ? "nothing" : "history";
        subscription++;
        subscribing = true;
        live = false;
        missing = false;
        again = false;
        oldest = null;
        positionBefore = position;
        history.add(
                "subscribing",
                "client",
                identity.user(),
                "room",
                identity.room(),
                "subscription",
                subscription,
                "from",
                from);
        return position != null
                ? Map.of("resume-after", position)
                : from.equals("history") ? Map.of("history", "200") : Map.of();
    }

    synchronized int subscription() {
        return subscription;
    }

    synchronized void received(int ofSubscription, StompFrame frame) {
        if (ofSubscription != subscription) {
            return; // of a subscription that has ended
        }
        JsonNode message = json.readTree(frame.body());
        String id = message.path("id").asString("");
        if (subscribing && oldest == null) {
            oldest = id;
        }
        heard(message, keep(frame.header("position")), "true".equals(frame.header("late")), false);
    }

    /** Adds what a page of the history tells; returns whether anything was new. */
    synchronized boolean read(JsonNode messages) {
        boolean anyNew = false;
        for (JsonNode message : messages) {
            if (!heard.contains(message.path("id").asString(""))) {
                anyNew = true;
                heard(message, false, false, true);
            }
        }
        return anyNew;
    }

    private void heard(JsonNode message, boolean withPosition, boolean late, boolean ofPage) {
        String id = message.path("id").asString("");
        heard.add(id);
        history.add(
                "heard",
                "client",
                identity.user(),
                "room",
                identity.room(),
                "message",
                message.path("clientMessageId").asString(""),
                "id",
                id,
                "position",
                withPosition,
                "late",
                late,
                "page",
                ofPage);
    }

    /** Keeps a position if it covers nothing that does not come any more; returns whether it does. */
    private boolean keep(@Nullable String newest) {
        if (newest == null || missing || again) {
            return false;
        }
        position = newest;
        return true;
    }

    /** Takes the RECEIPT of a SUBSCRIBE. */
    synchronized Next ready(StompFrame receipt) {
        subscribing = false;
        boolean asked = !from.equals("nothing");
        boolean recovered = !asked || "true".equals(receipt.header("recovered"));
        Next next = Next.LIVE;
        if (recovered) {
            next = from.equals("history") && oldest != null ? Next.PAGES : Next.LIVE;
        } else {
            missing = true;
            position = positionBefore;
            boolean later = HISTORY_UNAVAILABLE.equals(receipt.header("code")) || position == null;
            next = later ? Next.AGAIN : Next.NEWEST;
            position = later ? position : null;
        }
        boolean kept = keep(receipt.header("position"));
        live = true;
        history.add(
                "live",
                "client",
                identity.user(),
                "room",
                identity.room(),
                "subscription",
                subscription,
                "recovered",
                recovered,
                "replayed",
                String.valueOf(receipt.header("replayed")),
                "position",
                kept,
                "back",
                !recovered);
        return next;
    }

    /** Takes an event of {@code /user/queue/notifications}. */
    synchronized void notified(JsonNode event) {
        switch (event.path("type").asString("")) {
            case "delivery-resumed" -> {
                // While the rest follows, positions say what is missing.
                if (!event.path("complete").asBoolean(false)
                        && !event.path("follows").asBoolean(false)) {
                    again = true;
                    position = null;
                }
            }
            default -> {}
        }
    }

    /** Returns once whether an interruption has ended, and what was missed does not come: it is in the history. */
    synchronized boolean takeAgain() {
        boolean taken = again;
        again = false;
        return taken;
    }

    /** The session has ended. */
    synchronized void ended() {
        live = false;
        subscribing = false;
    }

    /** Returns the id of the oldest message of the newest ones, behind which the pages begin. */
    synchronized @Nullable String oldest() {
        return oldest;
    }

    synchronized boolean isLive() {
        return live && !missing;
    }

    synchronized boolean hasHeard(Set<String> ids) {
        return heard.containsAll(ids);
    }
}
