package io.damso.persistence.rooms;

import io.damso.edge.problem.InvalidValue;
import io.damso.protocol.UserId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Body of the request to create a room.
 *
 * @param name name of the room; white space around it is removed
 * @param members user ids of the members besides the creator, or null for none
 */
record NewRoom(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                minLength = 1,
                maxLength = RoomName.MAX_LENGTH,
                description = "Name: " + RoomName.ALLOWED)
        @Nullable
        String name,

        @Schema(description = "User ids of the members besides the caller: each " + UserId.ALLOWED) @Nullable
        List<@Nullable String> members) {

    NewRoom {
        name = name == null ? null : name.strip();
    }

    /** Returns all members including the creator, without duplicates. */
    SortedSet<String> membersWith(String owner) {
        SortedSet<String> all = new TreeSet<>(members == null ? List.of() : members);
        all.add(owner);
        return all;
    }

    /** Returns all invalid values. */
    List<InvalidValue> errors(String owner) {
        List<InvalidValue> errors = new ArrayList<>();
        if (name == null) {
            errors.add(new InvalidValue("/name", "is missing", RoomName.ALLOWED));
        } else {
            RoomName.fault(name).ifPresent(fault -> errors.add(new InvalidValue("/name", fault, RoomName.ALLOWED)));
        }
        List<@Nullable String> wanted = members == null ? List.of() : members;
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i) == null || UserId.parse(wanted.get(i)).isEmpty()) {
                errors.add(new InvalidValue("/members/" + i, "is not a user id", UserId.ALLOWED));
            }
        }
        if (errors.isEmpty() && membersWith(owner).size() > Rooms.MAX_MEMBERS) {
            errors.add(new InvalidValue(
                    "/members",
                    "has too many users",
                    "at most " + Rooms.MAX_MEMBERS + " members, including the caller"));
        }
        return errors;
    }
}
