package io.damso.load.peer;

/**
 * A room.
 *
 * @param id name of the room at the peer
 * @param subscribeDestination destination of subscriptions
 * @param sendDestination destination of messages
 */
public record Room(String id, String subscribeDestination, String sendDestination) {}
