package io.damso.gateway.stomp;

import io.damso.gateway.session.Heartbeats;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header {@code heart-beat} of CONNECT and CONNECTED (STOMP 1.2 "Heart-beating"). */
final class HeartbeatHeader {

    private static final long SHORTEST_MILLIS = 1_000;

    /**
     * Maximum interval, more than thirty years. The specification has no bound; a larger value is reduced to this one,
     * so that sums do not overflow.
     */
    private static final BigInteger LONGEST_MILLIS = BigInteger.valueOf(1_000_000_000_000L);

    private static final Pattern HEADER = Pattern.compile("(\\d++),(\\d++)");

    private HeartbeatHeader() {}

    /**
     * Negotiates the heart-beats.
     *
     * @param header header of CONNECT; without it there are no heart-beats
     * @param wantedMillis interval that the gateway requests from clients that can send heart-beats
     * @return empty if the header is not two numbers
     */
    static Optional<Heartbeats> negotiate(@Nullable String header, long wantedMillis) {
        if (header == null) {
            return Optional.of(Heartbeats.NONE);
        }
        Matcher numbers = HEADER.matcher(header);
        if (!numbers.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Heartbeats(
                both(millis(numbers.group(2)), SHORTEST_MILLIS), both(millis(numbers.group(1)), wantedMillis)));
    }

    private static long millis(String digits) {
        return new BigInteger(digits).min(LONGEST_MILLIS).longValueExact();
    }

    private static long both(long client, long server) {
        return client == 0 ? 0 : Math.max(client, server);
    }

    /** Returns the value of the header in CONNECTED. */
    static String of(Heartbeats agreed) {
        return agreed.toClientMillis() + "," + agreed.fromClientMillis();
    }
}
