package io.damso.load.peer.jetstream;

import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The state of a stream.
 *
 * @param subjects number of messages by subject; only those that match the filter of the request and have messages
 */
record StreamInfo(Map<String, Long> subjects) {

    /** Reads the answer to STREAM.INFO with a filter. The server omits the subjects if no message matches. */
    static StreamInfo of(JsonNode answer) {
        return new StreamInfo(answer.path("state").path("subjects").properties().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, count -> count.getValue().asLong())));
    }

    /** Returns the number of messages with a subject. */
    long messages(String subject) {
        return subjects.getOrDefault(subject, 0L);
    }
}
