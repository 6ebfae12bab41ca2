package io.damso.gateway.send;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import io.damso.protocol.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Validates and publishes the SENDs of members. Messages of one room are published in the order of the calls.
 * Thread-safe.
 */
@Component
public final class RoomSender {

    private final MessagePublisher publisher;
    private final MessageStamp stamp;
    private final JsonMapper json;
    private final MeterRegistry meters;
    private final int maxTextBytes;

    RoomSender(
            MessagePublisher publisher,
            MessageStamp stamp,
            JsonMapper json,
            MeterRegistry meters,
            SendProperties properties) {
        this.publisher = publisher;
        this.stamp = stamp;
        this.json = json;
        this.meters = meters;
        this.maxTextBytes = Math.toIntExact(properties.maxTextSize().toBytes());
    }

    /**
     * Sends a message. The future completes with its id when the broker has confirmed the message in a durable queue. It
     * fails with a {@link RefusedException}; after a retryable code the message may be stored or not, and a repeat with
     * the same client message id is safe. Any other exception is a defect.
     *
     * @param body body of the frame as the client sent it
     */
    public CompletableFuture<String> send(RoomId roomId, UserId sender, byte[] body) {
        return publish(roomId, sender, body).handle((id, failure) -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            switch (cause) {
                case null -> count("confirmed");
                case RefusedException refused -> throw refuse(refused);
                case TimeoutException late -> throw refuse(new RefusedException(ErrorCode.CONFIRM_TIMEOUT));
                default -> {
                    count(ErrorCode.INTERNAL.slug());
                    throw new CompletionException(cause);
                }
            }
            return id;
        });
    }

    private CompletableFuture<String> publish(RoomId roomId, UserId sender, byte[] body) {
        try {
            SendRequest request = SendRequest.read(body, maxTextBytes, json);
            MessageStamp.Unsent unsent = stamp.identify(roomId, sender, request); // before the lock: it hashes the text
            return publisher.publish(roomId, () -> stamp.stamp(unsent)).thenApply(confirmed -> unsent.id());
        } catch (RefusedException | RuntimeException e) {
            return CompletableFuture.failedFuture(e); // a defect fails the future, too
        }
    }

    private CompletionException refuse(RefusedException refused) {
        count(refused.code().slug());
        return new CompletionException(refused);
    }

    private void count(String outcome) {
        meters.counter("damso.send.messages", "outcome", outcome).increment();
    }
}
