package io.damso.bench.store;

import io.damso.bench.store.load.Audit;
import org.jspecify.annotations.Nullable;

/**
 * The result of restarting a server that keeps its data.
 *
 * @param documents number of documents acknowledged before the kill
 * @param fileBytes size of its files after an orderly end, in bytes; null if the end was not orderly
 * @param openSeconds seconds from the start of its process on the same data to its first answer; null if there was none
 * @param openAfterKillSeconds the same after the kill
 * @param audit check of the acknowledged documents after the kill; null if the server did not restart
 * @param shortfall reason of a failure; null if there was none
 */
record EndResult(
        long documents,
        @Nullable Long fileBytes,
        @Nullable Double openSeconds,
        @Nullable Double openAfterKillSeconds,
        @Nullable Audit audit,
        @Nullable String shortfall) {}
