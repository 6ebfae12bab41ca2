package io.damso.persistence.store;

import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.bson.Document;

/**
 * The messages of a batch that are not stored yet.
 *
 * @param arrivals in the order of arrival, without duplicates
 */
record Batch(List<Arrival> arrivals) {

    /** Returns the batch without duplicates; the first of the messages with one id stays. */
    static Batch withoutDuplicates(List<Arrival> arrivals) {
        Set<String> ids = new HashSet<>();
        return new Batch(arrivals.stream()
                .filter(arrival -> ids.add(arrival.message().id()))
                .toList());
    }

    boolean isEmpty() {
        return arrivals.isEmpty();
    }

    int size() {
        return arrivals.size();
    }

    List<String> ids() {
        return arrivals.stream().map(arrival -> arrival.message().id()).toList();
    }

    Set<String> roomIds() {
        return arrivals.stream().map(arrival -> arrival.message().roomId()).collect(toSet());
    }

    /** Returns the batch without the first messages. */
    Batch after(int count) {
        return new Batch(arrivals.subList(count, arrivals.size()));
    }

    /** Returns the batch without the messages with these ids. */
    Batch without(Set<String> storedIds) {
        return new Batch(arrivals.stream()
                .filter(arrival -> !storedIds.contains(arrival.message().id()))
                .toList());
    }

    /** Returns the documents, numbered in each room after the highest number in use. */
    List<Document> numbered(ToLongFunction<String> highest, Instant storedAt) {
        Map<String, Long> last = new HashMap<>();
        return arrivals.stream()
                .map(arrival -> {
                    String roomId = arrival.message().roomId();
                    long step = last.containsKey(roomId) ? 1 : highest.applyAsLong(roomId) + 1;
                    return MessageDocument.of(arrival, last.merge(roomId, step, Long::sum), storedAt);
                })
                .toList();
    }
}
