package io.damso.persistence.store;

import static java.util.stream.Collectors.toSet;

import io.damso.protocol.ChatMessage;
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
 * @param messages in the order of arrival, without duplicates
 */
record Batch(List<ChatMessage> messages) {

    /** Returns the batch without duplicates; the first of the messages with one id stays. */
    static Batch withoutDuplicates(List<ChatMessage> messages) {
        Set<String> ids = new HashSet<>();
        return new Batch(
                messages.stream().filter(message -> ids.add(message.id())).toList());
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    int size() {
        return messages.size();
    }

    List<String> ids() {
        return messages.stream().map(ChatMessage::id).toList();
    }

    Set<String> roomIds() {
        return messages.stream().map(ChatMessage::roomId).collect(toSet());
    }

    /** Returns the batch without the first messages. */
    Batch after(int count) {
        return new Batch(messages.subList(count, messages.size()));
    }

    /** Returns the batch without the messages with these ids. */
    Batch without(Set<String> storedIds) {
        return new Batch(messages.stream()
                .filter(message -> !storedIds.contains(message.id()))
                .toList());
    }

    /** Returns the documents, numbered in each room after the highest number in use. */
    List<Document> numbered(ToLongFunction<String> highest) {
        Map<String, Long> last = new HashMap<>();
        return messages.stream()
                .map(message -> MessageDocument.of(
                        message,
                        last.merge(
                                message.roomId(),
                                last.containsKey(message.roomId()) ? 1 : highest.applyAsLong(message.roomId()) + 1,
                                Long::sum)))
                .toList();
    }
}
