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

/** Takes what members say in their rooms. Messages of one user are published in the order of the calls. */
@Component
public final class RoomSender {

    private final RoomPublisher publisher;
    private final MessageStamp stamp;
    private final JsonMapper json;
    private final MeterRegistry meters;
    private final int maxTextBytes;

    RoomSender(
            RoomPublisher publisher,
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
     * Sends a message. The future completes when the broker has confirmed it into a durable queue, and fails with a
     * {@link RefusedException}; with a retryable code the message may be there or not, and sending again is safe.
     *
     * @param body as the client wrote it
     */
    public CompletableFuture<Void> send(RoomId roomId, UserId sender, byte[] body) {
        return publish(roomId, sender, body).handle((confirmed, failure) -> {
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
            return null;
        });
    }

    private CompletableFuture<Void> publish(RoomId roomId, UserId sender, byte[] body) {
        try {
            SendRequest request = SendRequest.read(body, maxTextBytes, json);
            return publisher.publish(roomId, () -> stamp.stamp(roomId, sender, request));
        } catch (RefusedException | RuntimeException e) {
            return CompletableFuture.failedFuture(e); // a defect, too, must be answered
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
