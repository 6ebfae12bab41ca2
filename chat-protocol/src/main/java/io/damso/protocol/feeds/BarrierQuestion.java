package io.damso.protocol.feeds;

import java.util.List;

/**
 * A barrier in the queue of a partition, with the content type {@link #CONTENT_TYPE}. Its {@link BarrierAnswer} is sent
 * when everything before it in the queue is stored or put aside. It is never stored and never dead-lettered; a damaged
 * one is dropped.
 *
 * @param rooms 0 to {@value #MAX_ROOMS} rooms of the partition; none asks only whether the partition is read
 */
public record BarrierQuestion(List<String> rooms) {

    /** Content type of a barrier on {@link io.damso.protocol.BrokerTopology#ENVELOPES_EXCHANGE}. */
    public static final String CONTENT_TYPE = "application/vnd.damso.barrier";

    /** Maximum number of rooms. */
    public static final int MAX_ROOMS = 1_000;

    /** Longest correlation id in characters. */
    public static final int MAX_CORRELATION_ID_LENGTH = 64;
}
