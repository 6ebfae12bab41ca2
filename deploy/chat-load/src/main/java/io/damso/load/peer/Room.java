package io.damso.load.peer;

/**
 * Where messages go and come from.
 *
 * @param id the system's own name for it
 * @param subscribeDestination what a SUBSCRIBE names
 * @param sendDestination what a SEND names
 */
public record Room(String id, String subscribeDestination, String sendDestination) {}
