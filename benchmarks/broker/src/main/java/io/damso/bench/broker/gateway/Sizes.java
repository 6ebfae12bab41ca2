package io.damso.bench.broker.gateway;

import io.damso.protocol.envelope.Envelope;

/**
 * How many messages an envelope has. As in the product, a partition of a gateway has at most {@value #IN_FLIGHT}
 * envelopes in flight, and what comes meanwhile gathers.
 *
 * @param least messages without which no envelope leaves
 * @param leastBehind as {@code least}, while another envelope is in flight
 * @param most messages beyond which another envelope begins
 */
public record Sizes(int least, int leastBehind, int most) {

    /** Envelopes without an outcome, for each gateway and partition; {@code PartitionSender} of chat-gateway. */
    public static final int IN_FLIGHT = 4;

    /** As the product does: a single message leaves at once, unless it would leave behind another envelope. */
    public static final Sizes AS_THEY_COME = new Sizes(1, Envelope.MAX_ENTRIES, Envelope.MAX_ENTRIES);

    /** Returns envelopes of exactly so many messages. */
    public static Sizes exactly(int messages) {
        return new Sizes(messages, messages, messages);
    }
}
