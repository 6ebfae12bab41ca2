package io.damso.persistence.rooms;

import java.util.Optional;

/** The rules for topics of rooms: those for names, but a topic may be longer, or empty for none. */
public final class RoomTopic {

    /** Maximum length in code points. */
    public static final int MAX_LENGTH = 250;

    /** The allowed topics, as text for users. */
    public static final String ALLOWED =
            "at most " + MAX_LENGTH + " characters, empty for no topic; white space around them is removed;"
                    + " no control characters, line breaks or overrides of the text direction";

    private RoomTopic() {}

    /**
     * Returns what is wrong with a topic, as text for users, or empty. White space around the topic must be removed
     * before.
     */
    public static Optional<String> fault(String topic) {
        return topic.isEmpty() ? Optional.empty() : RoomName.fault(topic, MAX_LENGTH);
    }
}
