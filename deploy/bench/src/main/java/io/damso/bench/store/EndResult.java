package io.damso.bench.store;

import io.damso.bench.store.load.Audit;
import org.jspecify.annotations.Nullable;

/**
 * How a server that keeps its data comes back.
 *
 * @param documents acknowledged before the kill
 * @param fileBytes its files after an orderly end; null if it did not end in an orderly way
 * @param openSeconds from the start of its process, on the same data, to its first answer; null if there was none
 * @param openAfterKillSeconds the same after the kill
 * @param audit acknowledged documents after the kill; null if the server did not come back
 * @param shortfall what went wrong, null if nothing did
 */
record EndResult(
        long documents,
        @Nullable Long fileBytes,
        @Nullable Double openSeconds,
        @Nullable Double openAfterKillSeconds,
        @Nullable Audit audit,
        @Nullable String shortfall) {}
