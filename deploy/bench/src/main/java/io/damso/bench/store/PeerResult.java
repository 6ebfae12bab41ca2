package io.damso.bench.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one server showed.
 *
 * @param peer its name
 * @param description what it is
 * @param sizes by size, ascending
 * @param end how it comes back; null if it does not keep its data or did not start
 * @param shortfall why nothing was measured, null if something was
 */
record PeerResult(
        String peer,
        String description,
        List<SizeResult> sizes,
        @Nullable EndResult end,
        @Nullable String shortfall) {}
