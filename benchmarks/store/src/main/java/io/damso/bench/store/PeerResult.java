package io.damso.bench.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results of one server.
 *
 * @param peer name of the server
 * @param description description of the server
 * @param sizes results by size, ascending
 * @param end result of the restarts; null if the server does not keep its data or did not start
 * @param shortfall why nothing was measured; null if something was
 */
record PeerResult(
        String peer,
        String description,
        List<SizeResult> sizes,
        @Nullable EndResult end,
        @Nullable String shortfall) {}
