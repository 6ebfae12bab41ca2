package io.damso.gateway.send;

import io.damso.protocol.ChatMessage;
import io.damso.protocol.RoomId;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Publishes messages to the broker. Messages of one room are published in the order of the calls. */
@FunctionalInterface
interface MessagePublisher {

    /**
     * Publishes the message that {@code stamp} creates.
     *
     * @return completes when the broker has confirmed the message; fails with a
     *     {@link io.damso.gateway.RefusedException}, or with a {@link java.util.concurrent.TimeoutException} if no
     *     confirm arrives within the timeout, at most 500 ms late
     */
    CompletableFuture<Void> publish(RoomId roomId, Supplier<ChatMessage> stamp);
}
