package io.damso.load.peer;

/**
 * One process of a peer.
 *
 * @param name what it does and, where there may be several, which one: {@code gateway-1}, {@code rabbitmq}
 * @param pid its process id
 */
public record ServerProcess(String name, long pid) {}
