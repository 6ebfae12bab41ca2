package io.damso.reliability.client;

import org.jspecify.annotations.Nullable;

/** A message that was written and is not acknowledged. Guarded by its {@link Outbox}; the text belongs to the client. */
final class Draft {

    final String clientMessageId;
    final double due;
    final Backoff backoff = new Backoff();

    @Nullable
    String text;

    boolean inFlight;
    long sentAt;
    long notBefore = System.nanoTime();

    /**
     * Creates a draft.
     *
     * @param due when it was written, in milliseconds of the history
     */
    Draft(String clientMessageId, double due) {
        this.clientMessageId = clientMessageId;
        this.due = due;
    }
}
