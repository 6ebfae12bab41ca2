package io.damso.client;

/**
 * The prefixes of destinations, for a server whose operator has changed them.
 *
 * @param application prefix of SEND, with a leading slash and without a trailing slash
 * @param topic prefix of SUBSCRIBE to rooms, with a leading slash and without a trailing slash
 */
public record DestinationPrefixes(String application, String topic) {

    /** The defaults of a server: {@code /app} and {@code /topic}. */
    public static final DestinationPrefixes DEFAULT = new DestinationPrefixes("/app", "/topic");

    String roomSend(String roomId) {
        return application + "/rooms." + roomId + ".send";
    }

    String roomMessages(String roomId) {
        return topic + "/rooms." + roomId;
    }
}
