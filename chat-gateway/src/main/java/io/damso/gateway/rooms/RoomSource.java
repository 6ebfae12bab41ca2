package io.damso.gateway.rooms;

import org.springframework.stereotype.Component;

/**
 * Where the messages of rooms come from.
 *
 * @param relay what is published from now on
 * @param history what is stored
 */
@Component
record RoomSource(RoomRelay relay, RoomHistory history) {}
