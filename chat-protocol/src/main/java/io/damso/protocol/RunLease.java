package io.damso.protocol;

import java.time.Duration;

/**
 * Message from a gateway on {@link BrokerTopology#LEASES_QUEUE}: this run lives. It is repeated every
 * {@link #RENEWED_EVERY}. When it was missing for {@link #DURATION}, persistence removes the exchanges of the run.
 *
 * @param node name of the gateway
 * @param run run of the gateway, as in {@link BrokerTopology#runExchange}
 * @param ended whether the run has ended and its exchanges may be removed at once
 */
public record RunLease(String node, String run, boolean ended) {

    /** Time after which a run that was not heard of has ended. */
    public static final Duration DURATION = Duration.ofSeconds(15);

    /** Interval of the messages. */
    public static final Duration RENEWED_EVERY = Duration.ofSeconds(5);
}
