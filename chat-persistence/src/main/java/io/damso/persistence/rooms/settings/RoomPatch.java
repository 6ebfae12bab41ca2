package io.damso.persistence.rooms.settings;

import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.rooms.RoomName;
import io.damso.persistence.rooms.RoomTopic;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of the request to change a room. What is null or left out stays as it is.
 *
 * @param name new name
 * @param topic new topic; empty removes it
 * @param archived whether the room is archived
 */
record RoomPatch(
        @Schema(minLength = 1, maxLength = RoomName.MAX_LENGTH, description = "New name: " + RoomName.ALLOWED) @Nullable
        String name,

        @Schema(maxLength = RoomTopic.MAX_LENGTH, description = "New topic: " + RoomTopic.ALLOWED) @Nullable
        String topic,

        @Schema(description = "Whether the room is archived: read, but without new messages, members and changes")
        @Nullable
        Boolean archived) {

    RoomPatch {
        name = name == null ? null : name.strip();
        topic = topic == null ? null : topic.strip();
    }

    boolean changesTexts() {
        return name != null || topic != null;
    }

    /** Returns all invalid values. */
    List<InvalidValue> errors() {
        List<InvalidValue> errors = new ArrayList<>();
        if (name != null) {
            RoomName.fault(name).ifPresent(fault -> errors.add(new InvalidValue("/name", fault, RoomName.ALLOWED)));
        }
        if (topic != null) {
            RoomTopic.fault(topic).ifPresent(fault -> errors.add(new InvalidValue("/topic", fault, RoomTopic.ALLOWED)));
        }
        return errors;
    }

    /** Returns the names of what changes, for the audit log, such as {@code name+archived}. */
    String changes() {
        List<String> changes = new ArrayList<>();
        if (name != null) {
            changes.add("name");
        }
        if (topic != null) {
            changes.add("topic");
        }
        if (archived != null) {
            changes.add(archived ? "archived" : "not-archived");
        }
        return String.join("+", changes);
    }
}
