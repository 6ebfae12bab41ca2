package io.damso.load.peer;

/**
 * One process of a peer.
 *
 * @param name its task, with a number if there may be several: {@code gateway-1}, {@code rabbitmq-1}
 * @param pid process id
 */
public record ServerProcess(String name, long pid) {}
