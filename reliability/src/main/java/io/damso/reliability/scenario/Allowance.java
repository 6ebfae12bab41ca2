package io.damso.reliability.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fault may do to clients.
 *
 * @param closes reasons for which sockets may be closed; null: any
 * @param liveWithin time in seconds within which all are live; 0: any
 * @param storedWithin time in seconds within which a message is stored after its RECEIPT; 0: any, and it is not measured
 */
public record Allowance(@Nullable List<String> closes, double liveWithin, double storedWithin) {

    /** Sockets may be closed for any reason, and it may take any time. */
    static final Allowance EVERYTHING = new Allowance(null, 0, 0);

    private static final double SOON = 5;

    /** Sockets stay open; it may take any time. */
    static final Allowance OPEN_SOCKETS = new Allowance(List.of(), 0, 0);

    /** Sockets stay open, and chat goes on. */
    static final Allowance NOTHING = new Allowance(List.of(), SOON, 0);

    /** Sockets are closed with 1012, and their clients are live elsewhere soon. */
    static final Allowance DRAIN = new Allowance(List.of("close 1012"), SOON, 0);

    /** Returns the same with a limit in seconds for the storing of messages. */
    Allowance withStoring(double seconds) {
        return new Allowance(closes, liveWithin, seconds);
    }
}
