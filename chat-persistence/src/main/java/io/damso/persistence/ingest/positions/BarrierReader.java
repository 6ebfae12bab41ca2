package io.damso.persistence.ingest.positions;

import io.damso.persistence.questions.ReplyAddress;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.BarrierQuestion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads barriers and checks their bounds. Thread-safe. */
final class BarrierReader {

    private final JsonMapper json;

    BarrierReader(JsonMapper json) {
        this.json = json;
    }

    /** Returns the barrier, or empty if it is damaged, out of bounds, has no address, or a room of another partition. */
    Optional<Barrier> read(Message delivery, int partition) {
        return ReplyAddress.of(delivery)
                .filter(BarrierReader::hasCorrelationId)
                .flatMap(address -> rooms(delivery.getBody(), partition).map(rooms -> new Barrier(address, rooms)));
    }

    private static boolean hasCorrelationId(ReplyAddress address) {
        String id = address.correlationId();
        return id != null && !id.isEmpty() && id.length() <= BarrierQuestion.MAX_CORRELATION_ID_LENGTH;
    }

    private Optional<List<String>> rooms(byte[] body, int partition) {
        try {
            @Nullable BarrierQuestion question = json.readValue(body, BarrierQuestion.class);
            return Optional.ofNullable(question)
                    .map(BarrierQuestion::rooms)
                    .filter(rooms -> rooms.size() <= BarrierQuestion.MAX_ROOMS)
                    .filter(rooms -> rooms.stream().allMatch(room -> isOf(partition, room)));
        } catch (JacksonException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    private static boolean isOf(int partition, @Nullable String room) {
        return room != null
                && RoomId.parse(room)
                        .filter(id -> id.value().equals(room) && BrokerTopology.partition(id) == partition)
                        .isPresent();
    }
}
