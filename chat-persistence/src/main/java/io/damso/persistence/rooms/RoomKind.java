package io.damso.persistence.rooms;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Kinds of rooms. */
public enum RoomKind {
    /** Has an owner and any members. */
    @JsonProperty("group")
    GROUP,
    /** Has exactly two members for ever, and no owner. */
    @JsonProperty("direct")
    DIRECT
}
