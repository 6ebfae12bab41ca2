package io.damso.load.peer;

/**
 * One process of a system under load.
 *
 * @param name what reports call it, such as gateway-1, rabbitmq or persistence-1
 * @param pid its process id
 */
public record ServerProcess(String name, long pid) {}
