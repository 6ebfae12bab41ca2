package io.damso.gateway.catchup;

import io.damso.protocol.feeds.BarrierAnswer;
import io.damso.protocol.feeds.BarrierQuestion;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.CatchUpQuestion;

/** Answers questions about what is stored. Methods block until there is an answer. Thread-safe. */
interface StoredRooms {

    /**
     * Publishes a barrier into the queue of a partition.
     *
     * @throws RuntimeException if it is not answered in time
     */
    BarrierAnswer barrier(int partition, BarrierQuestion question);

    /**
     * Reads stored messages.
     *
     * @throws RuntimeException if there is no answer in time
     */
    CatchUpAnswer read(CatchUpQuestion question);
}
