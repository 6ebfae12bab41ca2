package io.damso.gateway.send;

/**
 * Bounds of the messages of a partition without an outcome.
 *
 * @param messages maximum number
 * @param bytes size at which no further message is accepted
 * @param waitNanos how long a caller waits for a free place before it is refused. A node that is offered more than the
 *     broker takes so reads its sockets more slowly, instead of refusing what clients send.
 */
record SendBounds(int messages, long bytes, long waitNanos) {}
