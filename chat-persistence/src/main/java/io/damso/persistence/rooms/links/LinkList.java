package io.damso.persistence.rooms.links;

import java.util.List;

/**
 * The links of a room.
 *
 * @param links oldest first
 */
record LinkList(List<Link> links) {}
