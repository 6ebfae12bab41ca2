package io.damso.protocol.feeds;

import java.util.List;

/**
 * The reply to a {@link BarrierQuestion}, with its correlation id.
 *
 * @param rooms what is stored of each room of the question, in the same order
 */
public record BarrierAnswer(List<RoomState> rooms) {}
