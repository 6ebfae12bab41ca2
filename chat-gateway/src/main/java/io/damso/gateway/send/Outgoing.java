package io.damso.gateway.send;

import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Entry;
import java.util.concurrent.CompletableFuture;

/**
 * A message on its way to the broker.
 *
 * @param message its JSON
 * @param acceptedAt as {@link System#nanoTime}; the timeout of the confirm starts here
 * @param confirmed completes when the message is in a durable queue
 */
record Outgoing(RoomId roomId, String messageId, byte[] message, long acceptedAt, CompletableFuture<Void> confirmed) {

    Outgoing(RoomId roomId, String messageId, byte[] message) {
        this(roomId, messageId, message, System.nanoTime(), new CompletableFuture<>());
    }

    /** Returns an upper bound of its bytes in an envelope. */
    int size() {
        return message.length + Entry.MAX_OVERHEAD;
    }
}
