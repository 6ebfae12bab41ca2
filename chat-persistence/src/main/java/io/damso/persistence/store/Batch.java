package io.damso.persistence.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.damso.protocol.ChatMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.bson.Document;

/**
 * What is left to store of a batch.
 *
 * @param messages in the order of arrival, each once
 */
record Batch(List<ChatMessage> messages) {

    /** Identifies a message as its sender sees it. */
    record ClientKey(String sender, String clientMessageId) {

        static ClientKey of(ChatMessage message) {
            return new ClientKey(message.sender(), message.clientMessageId());
        }
    }

    /** Returns the batch without what it holds twice; the first stays. */
    static Batch withoutDuplicates(List<ChatMessage> messages) {
        Set<String> ids = new HashSet<>();
        Set<ClientKey> keys = new HashSet<>();
        List<ChatMessage> distinct = new ArrayList<>(messages.size());
        for (ChatMessage message : messages) {
            boolean newId = ids.add(message.id());
            if (keys.add(ClientKey.of(message)) && newId) {
                distinct.add(message);
            }
        }
        return new Batch(distinct);
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

    Map<String, List<ChatMessage>> bySender() {
        return messages.stream().collect(groupingBy(ChatMessage::sender));
    }

    /** Returns what follows the first so many messages. */
    Batch after(int count) {
        return new Batch(messages.subList(count, messages.size()));
    }

    /** Returns the batch without what is stored. */
    Batch without(Set<String> storedIds, Set<ClientKey> storedKeys) {
        return new Batch(messages.stream()
                .filter(message -> !storedIds.contains(message.id()) && !storedKeys.contains(ClientKey.of(message)))
                .toList());
    }

    /** Returns the documents, numbered per room from the highest number in use. */
    List<Document> numbered(ToLongFunction<String> highest) {
        Map<String, Long> last = new HashMap<>();
        return messages.stream()
                .map(message -> MessageDocument.of(message, last.merge(
                        message.roomId(),
                        last.containsKey(message.roomId()) ? 1 : highest.applyAsLong(message.roomId()) + 1,
                        Long::sum)))
                .toList();
    }
}
