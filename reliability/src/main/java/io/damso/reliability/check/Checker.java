package io.damso.reliability.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Judges one history, event by event ({@code docs/history-format.md}). It depends on nothing of the product. Not
 * thread-safe.
 */
public final class Checker {

    /** After the end of a membership was answered, deliveries on their way may arrive for so long, in milliseconds. */
    private static final double LEAVING_MILLIS = 1_000;

    private static final double PERCENTILE = 0.99;

    private final Map<String, Message> messages = new LinkedHashMap<>();
    private final Map<String, Listener> clients = new LinkedHashMap<>();
    private final Map<String, TreeMap<Long, Message>> rooms = new LinkedHashMap<>();
    /** By number: begin and end. */
    private final Map<Integer, double[]> faults = new LinkedHashMap<>();

    private final List<Violation> violations = new ArrayList<>();
    private JsonNode run = MissingNode.getInstance();
    private int sends;
    private long heard;
    private long late;
    private long repeated;
    private double lastAt;
    private boolean ended;

    /**
     * Takes the next event.
     *
     * @throws IllegalArgumentException if the form does not have such an event
     */
    public void accept(JsonNode event) {
        double at = event.path("at").asDouble(-1);
        lastAt = Math.max(lastAt, at);
        switch (event.path("event").asString("")) {
            case "run" -> run = event;
            case "sent" -> sent(event, at);
            case "acknowledged" -> {
                Message message = message(event);
                message.acknowledgedAt = message.acknowledgedAt < 0 ? at : message.acknowledgedAt;
                identify(message, event);
            }
            case "refused" -> message(event).refused = true;
            case "subscribing" -> {
                Listener client = client(event);
                client.room = event.path("room").asString("");
                client.subscribes(event.path("from").asString("").equals("position"));
            }
            case "live" -> {
                Listener client = client(event);
                client.isLive(at);
                if (event.path("back").asBoolean(false)) {
                    client.goesBack();
                } else if (keepsPosition(event)) {
                    client.keepsPositionOfConfirmation();
                }
            }
            case "heard" -> heard(event, at);
            case "closed" -> closed(event, at);
            case "left" -> client(event).leftAt = at;
            case "fault" -> faults.put(event.path("number").asInt(0), new double[] {at, Double.MAX_VALUE});
            case "healed" ->
                faults.computeIfPresent(event.path("number").asInt(0), (number, times) -> new double[] {times[0], at});
            case "found" -> {
                Message message = message(event);
                message.foundAt = message.foundAt < 0 ? at : message.foundAt;
                identify(message, event);
            }
            case "stored" -> stored(event);
            case "dead-letters" -> {
                long count = event.path("count").asLong(0);
                if (count > 0) {
                    add(Kind.DEAD_LETTERED, "%d during the run", count);
                }
            }
            case "end" -> {
                ended = true;
                if (!event.path("complete").asBoolean(false)) {
                    add(
                            Kind.INCOMPLETE,
                            "not in time: %s",
                            event.path("waitsFor").asString("not told"));
                }
            }
            default -> throw new IllegalArgumentException("No such event: " + event);
        }
    }

    private Message message(JsonNode event) {
        return messages.computeIfAbsent(event.path("message").asString(""), Message::new);
    }

    private Listener client(JsonNode event) {
        return clients.computeIfAbsent(event.path("client").asString(""), Listener::new);
    }

    private void add(Kind kind, String text, Object... arguments) {
        violations.add(new Violation(kind, text.formatted(arguments)));
    }

    private void sent(JsonNode event, double at) {
        Message message = message(event);
        if (message.sends++ == 0) {
            message.firstSent = at;
            message.due = event.path("due").asDouble(at);
            message.room = event.path("room").asString("");
            message.sender = event.path("client").asString("");
            message.session = message.sender + " " + event.path("session").asInt(0);
            message.number = ++sends;
        }
    }

    private void identify(Message message, JsonNode event) {
        String id = event.path("id").asString("");
        if (message.id == null) {
            message.id = id;
        } else if (!message.id.equals(id)) {
            add(Kind.IDENTITY, "%s is %s and %s", message.name, message.id, id);
        }
    }

    private void heard(JsonNode event, double at) {
        heard++;
        Message message = message(event);
        Listener client = client(event);
        identify(message, event);
        boolean isLate = event.path("late").asBoolean(false);
        boolean exempt = isLate || event.path("page").asBoolean(false);
        if (client.hears(message, at, exempt)) {
            if (message.sends > 1) {
                repeated++;
            } else {
                add(Kind.HEARD_TWICE, "%s heard %s again at %.0f", client.name, message.name, at);
            }
        }
        if (keepsPosition(event)) {
            client.keepsPositionOfDelivery();
        }
    }

    private static boolean keepsPosition(JsonNode event) {
        return event.path("position").asBoolean(false);
    }

    private void closed(JsonNode event, double at) {
        client(event).closes(at);
        JsonNode allowed = run.path("mayClose");
        String reason = event.path("reason").asString("");
        if (allowed.isArray() && allowed.valueStream().noneMatch(each -> reason.equals(each.asString("")))) {
            add(Kind.CLOSED, "%s at %.0f: %s", event.path("client").asString(""), at, reason);
        }
    }

    private void stored(JsonNode event) {
        Message message = message(event);
        String room = event.path("room").asString("");
        long seq = event.path("seq").asLong(0);
        if (message.copies++ == 0) {
            message.seq = seq;
        }
        identify(message, event);
        if (message.sends == 0 || !message.room.equals(room)) {
            add(Kind.IDENTITY, "%s is stored in %s, and was sent to '%s'", message.name, room, message.room);
        }
        if (message.copies == 2) {
            add(Kind.STORED_TWICE, "%s is stored again as number %d", message.name, seq);
        }
        if (rooms.computeIfAbsent(room, key -> new TreeMap<>()).put(seq, message) != null) {
            add(Kind.NUMBERS, "two messages of %s have the number %d", room, seq);
        }
    }

    /** Judges the whole. No event may follow. */
    public Verdict verdict() {
        if (!ended) {
            add(Kind.INCOMPLETE, "the history has no end");
        }
        messages.values().forEach(this::judge);
        rooms.forEach(this::judgeRoom);
        clients.values().forEach(this::judge);
        double live = Times.untilLive(clients.values(), faults.values()) / 1_000;
        double limit = run.path("liveWithin").asDouble(0);
        if (limit > 0 && live > limit) {
            add(Kind.SLOW, "after %.1f s, and the limit is %.1f s", live, limit);
        }
        OptionalDouble stored = judgeStoring();
        return new Verdict(
                run.path("scenario").asString("unnamed"),
                messages.values().stream().filter(message -> message.sends > 0).count(),
                messages.values().stream()
                        .filter(message -> message.acknowledgedAt >= 0)
                        .count(),
                messages.values().stream().filter(Message::isStored).count(),
                heard,
                late,
                repeated,
                clients.values().stream().mapToLong(client -> client.closed).sum(),
                live,
                stored.isPresent() ? stored.getAsDouble() : null,
                Times.receipt(messages.values(), faults.values(), PERCENTILE),
                Backlog.of(messages.values()),
                violations);
    }

    /** Returns the seconds until what was acknowledged during a fault was stored; empty if they were not measured. */
    private OptionalDouble judgeStoring() {
        OptionalDouble measured = Times.untilStored(messages.values(), faults.values(), lastAt);
        double limit = run.path("storedWithin").asDouble(0);
        if (measured.isEmpty()) {
            if (limit > 0) {
                add(Kind.STORED_LATE, "nothing was found, and the limit is %.1f s", limit);
            }
            return measured;
        }
        double seconds = measured.getAsDouble() / 1_000;
        if (limit > 0 && seconds > limit) {
            add(Kind.STORED_LATE, "after %.1f s, and the limit is %.1f s", seconds, limit);
        }
        return OptionalDouble.of(seconds);
    }

    private void judge(Message message) {
        if (message.acknowledgedAt >= 0 && !message.isStored()) {
            add(Kind.LOST, "%s was acknowledged at %.0f", message.name, message.acknowledgedAt);
        }
        Listener sender = clients.get(message.sender);
        double leftAt = sender == null ? -1 : sender.leftAt;
        if (message.refused && leftAt < 0) {
            add(Kind.REFUSED, "%s, although nobody removed its sender", message.name);
        }
        if (leftAt >= 0 && message.firstSent > leftAt + LEAVING_MILLIS && message.isStored()) {
            add(Kind.WRITTEN_AFTER_LEAVING, "%s is stored as number %d", message.name, message.seq);
        }
    }

    private void judgeRoom(String room, TreeMap<Long, Message> stored) {
        long numbers = stored.lastKey() - stored.firstKey() + 1;
        if (numbers != stored.size()) {
            add(
                    Kind.NUMBERS,
                    "%s has %d messages from %d to %d",
                    room,
                    stored.size(),
                    stored.firstKey(),
                    stored.lastKey());
        }
        Map<String, Message> last = new HashMap<>();
        stored.forEach((seq, message) -> {
            boolean judged = message.hasOrder() && message.seq == seq; // not a second copy
            Message before = judged ? last.put(message.session, message) : null;
            if (before != null && before.number > message.number) {
                add(Kind.STORED_IN_DISORDER, "%s is stored behind %s", message.name, before.name);
            }
        });
    }

    private void judge(Listener client) {
        for (Listener.Delivery delivery : client.deliveries) {
            Message message = delivery.message;
            if (!message.isStored()) {
                add(Kind.HEARD_NOT_STORED, "%s heard %s at %.0f", client.name, message.name, delivery.at);
            }
            if (client.leftAt >= 0 && message.firstSent > client.leftAt + LEAVING_MILLIS) {
                add(Kind.HEARD_AFTER_LEAVING, "%s heard %s", client.name, message.name);
            }
        }
        judgeOrder(client);
        judgeHoles(client);
    }

    /** A subscription begins behind what is settled: what no position covered then comes again in its place. */
    private void judgeOrder(Listener client) {
        Map<String, Message> settled = new HashMap<>();
        Map<String, Message> newest = new HashMap<>();
        int subscription = 0;
        for (Listener.Delivery delivery : client.deliveries) {
            if (delivery.subscription != subscription) {
                subscription = delivery.subscription;
                newest = new HashMap<>(settled);
            }
            if (delivery.message.hasOrder()) {
                judgeOrder(client, delivery, newest);
                if (delivery.settled) {
                    merge(settled, delivery.message);
                }
            }
        }
    }

    private void judgeOrder(Listener client, Listener.Delivery delivery, Map<String, Message> newest) {
        Message message = delivery.message;
        Message before = merge(newest, message);
        if (before.number > message.number) {
            if (delivery.exempt) {
                late++;
            } else {
                add(Kind.HEARD_IN_DISORDER, "%s heard %s behind %s", client.name, message.name, before.name);
            }
        }
    }

    /** Returns the newest message of its session. */
    private static Message merge(Map<String, Message> newest, Message message) {
        return newest.merge(message.session, message, (old, now) -> old.number > now.number ? old : now);
    }

    /** Everything that was sent behind the first subscription is owed, to those who stay. */
    private void judgeHoles(Listener client) {
        TreeMap<Long, Message> stored = rooms.get(client.room);
        if (client.liveSince < 0 || client.leftAt >= 0 || stored == null) {
            return;
        }
        stored.values().stream()
                .filter(message -> message.firstSent > client.liveSince && !client.heardBefore(message.name))
                .sorted(Comparator.comparingDouble(message -> message.firstSent))
                .forEach(message ->
                        add(Kind.HOLE, "%s did not hear %s, number %d", client.name, message.name, message.seq));
    }
}
