package io.damso.protocol.feeds;

/**
 * One publication of a message. A message that was sent again has several.
 *
 * @param o origin, as in {@link io.damso.protocol.envelope.Envelope#origin}
 * @param n number of the entry, as in {@link io.damso.protocol.envelope.Envelope#numberOf}
 */
public record Copy(String o, long n) {}
