package io.damso.load.peer;

/**
 * A place to talk in.
 *
 * @param id the peer's own name for it
 * @param subscribeDestination where its subscribers listen
 * @param sendDestination where messages to it go
 */
public record Room(String id, String subscribeDestination, String sendDestination) {}
