package io.damso.gateway.catchup;

import io.damso.protocol.feeds.RoomState;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import org.springframework.amqp.core.Message;
import tools.jackson.databind.json.JsonMapper;

/** Gives access to {@link Digests}. Not thread-safe. */
public final class SimulatedDigests {

    private final Digests digests;

    /**
     * Creates a receiver.
     *
     * @param target receives what is stored of a room, and since when no digest was missed
     */
    public SimulatedDigests(ObjLongConsumer<RoomState> target, JsonMapper json, LongSupplier nanoTime) {
        this.digests = new Digests(target::accept, json, nanoTime);
    }

    /** Handles a message of persistence. */
    public void received(Message message) {
        digests.onMessage(message);
    }
}
