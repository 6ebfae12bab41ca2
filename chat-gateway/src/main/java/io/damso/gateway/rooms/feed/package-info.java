/**
 * The feed of a room on a node as a state machine: what was heard, what is missing, and how it is healed. Pure: no
 * threads, no clock, no locks; times are passed in.
 */
@NullMarked
package io.damso.gateway.rooms.feed;

import org.jspecify.annotations.NullMarked;
