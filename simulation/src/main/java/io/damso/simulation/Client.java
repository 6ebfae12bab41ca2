package io.damso.simulation;

import io.damso.gateway.RefusedException;
import io.damso.gateway.rooms.Join;
import io.damso.protocol.MessageId;
import io.damso.protocol.RoomId;
import io.damso.protocol.UserId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model of a client: it sends, sends again, and resumes by the last position that it got. */
final class Client {

    private static final String TYPE = "chat";

    private final World world;
    private final String name;
    private final UserId user;
    private final Map<String, Subscriber> active = new HashMap<>();
    private final Map<String, String> positions = new HashMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private @Nullable Gateway gateway;
    private @Nullable Runnable reads;
    private long session;
    private boolean slow;
    private int texts;

    Client(World world, String name) {
        this.world = world;
        this.name = name;
        this.user = new UserId(name);
    }

    World world() {
        return world;
    }

    long session() {
        return session;
    }

    @Nullable
    Gateway gateway() {
        return gateway;
    }

    void connect(Gateway to) {
        if (to.isRunning() && to != gateway) {
            disconnect();
            gateway = to;
            session = world.newSession();
            world.trace(() -> name + " connects to " + to.name());
        }
    }

    /** Ends the connection, if there is one. */
    void disconnect() {
        Gateway from = gateway;
        if (from != null) {
            List.copyOf(active.values()).forEach(each -> each.end(!from.isDead()));
            active.clear();
            gateway = null;
            reads = null;
        }
    }

    /** Subscribes to a room, unless the client is. */
    void subscribe(String room, int how) {
        Gateway at = gateway;
        if (at == null || !at.isRunning() || active.containsKey(room)) {
            return;
        }
        String token = positions.get(room);
        Join join = switch (how % 4) {
            case 0 -> Join.LIVE;
            case 1 -> new Join.Newest(1 + how / 4 % 4);
            default -> token == null ? Join.LIVE : after(room, token);
        };
        Subscriber subscriber = new Subscriber(this, room, join);
        active.put(room, subscriber);
        world.subscribed(subscriber);
        world.trace(() -> name + " subscribes to " + room + ": " + join);
        subscriber.subscribe(at);
    }

    private static Join after(String room, String token) {
        try {
            return new Join.After(World.TOKENS.read(new RoomId(room), token));
        } catch (RefusedException e) {
            throw new Violation("token", "A token is refused: " + e.getMessage());
        }
    }

    void unsubscribe(String room) {
        Subscriber subscriber = active.remove(room);
        if (subscriber != null) {
            subscriber.end(true);
        }
    }

    /** The gateway ended a subscription. */
    void ended(Subscriber subscriber) {
        subscriber.markEnded();
        active.remove(subscriber.room(), subscriber);
    }

    /** The client got a position. */
    void reached(String room, String token) {
        positions.put(room, token);
    }

    boolean hasPosition(String room) {
        return positions.containsKey(room);
    }

    void tick() {
        List.copyOf(active.values()).forEach(Subscriber::tick);
    }

    /** Sends something new, or again, or another text under the same client message id. */
    void send(int where, int how) {
        Gateway at = gateway;
        if (at == null || !at.isRunning()) {
            return;
        }
        String room = World.ROOMS.get(where % World.ROOMS.size());
        String clientMessageId = "c" + sent.size();
        String text = name + "/" + ++texts;
        if (how % 6 >= 4 && !sent.isEmpty()) {
            Sent earlier = sent.get(how / 6 % sent.size());
            room = earlier.room();
            clientMessageId = earlier.clientMessageId();
            text = how % 6 == 4 ? earlier.text() : text;
        }
        send(at, room, clientMessageId, text);
    }

    private void send(Gateway at, String room, String clientMessageId, String text) {
        RoomId roomId = new RoomId(room);
        String id = MessageId.of(roomId, user, clientMessageId, TYPE, text);
        Sent each = new Sent(id, room, clientMessageId, text, session, world.event());
        sent.add(each);
        world.sent(each);
        byte[] json = ("{\"id\":\"" + id + "\",\"roomId\":\"" + room + "\",\"sender\":\"" + name + "\",\"type\":\""
                        + TYPE
                        + "\",\"text\":\"" + text + "\",\"sentAt\":\"2026-11-30T10:00:00.000Z\",\"clientMessageId\":\""
                        + clientMessageId + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        world.trace(() -> name + " sends " + text + " in " + room);
        at.sender().send(roomId, id, json).whenComplete((kept, failure) -> {
            if (failure == null) {
                each.receipt(world.event());
            }
            world.trace(() -> name + (failure == null ? " gets the RECEIPT of " : " is refused ") + text);
        });
    }

    /** Stops reading, or reads again. */
    void slow() {
        slow = !slow;
        readAgain();
    }

    /** Reads what waits. */
    void read() {
        slow = false;
        readAgain();
    }

    private void readAgain() {
        Runnable task = reads;
        if (!slow && task != null) {
            reads = null;
            task.run();
        }
    }

    /** As {@link io.damso.gateway.rooms.RoomListener#whenReady}; one task of each room may wait. */
    boolean whenReady(Runnable task) {
        if (slow) {
            Runnable before = reads;
            reads = before == null
                    ? task
                    : () -> {
                        before.run();
                        task.run();
                    };
        }
        return !slow;
    }

    @Override
    public String toString() {
        return name;
    }
}
