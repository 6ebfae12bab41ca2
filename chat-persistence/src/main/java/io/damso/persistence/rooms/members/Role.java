package io.damso.persistence.rooms.members;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a member may do in a room: each role may do what those after it may. */
public enum Role {
    /** Exactly one in each room: changes roles and the room, and removes everybody. */
    OWNER,
    /** Adds members and removes those who are neither owner nor moderator. */
    MODERATOR,
    /** Reads, writes and leaves. */
    MEMBER;

    /** The allowed values, as text for users. */
    public static final String ALLOWED = "owner, moderator or member";

    /** Returns the role with this name in lower case, or empty. */
    public static Optional<Role> parse(@Nullable String name) {
        return Arrays.stream(values()).filter(role -> role.slug().equals(name)).findFirst();
    }

    /** Returns the name as in bodies and in the store. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }
}
