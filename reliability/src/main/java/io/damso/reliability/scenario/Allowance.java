package io.damso.reliability.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fault may do to clients.
 *
 * @param closes reasons for which sockets may be closed; null: any
 * @param liveWithin time in seconds within which all are live; 0: any
 */
public record Allowance(@Nullable List<String> closes, double liveWithin) {

    /** Sockets may be closed for any reason, and it may take any time. */
    static final Allowance EVERYTHING = new Allowance(null, 0);

    private static final double SOON = 5;

    /** Sockets stay open; it may take any time. */
    static final Allowance OPEN_SOCKETS = new Allowance(List.of(), 0);

    /** Sockets stay open, and chat goes on. */
    static final Allowance NOTHING = new Allowance(List.of(), SOON);

    /** Sockets are closed with 1012, and their clients are live elsewhere soon. */
    static final Allowance DRAIN = new Allowance(List.of("close 1012"), SOON);
}
