// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.time.Duration;

/** Receives the progress of downloads, on the threads that called {@link HubClient#download}. It must not throw. */
public interface DownloadListener {

    /** A listener that ignores everything. */
    DownloadListener NONE = new DownloadListener() {};

    /**
     * Called before files are fetched: small ones first, then weights; not for files that are in the cache.
     *
     * @param source the model
     * @param files number of files to fetch
     * @param bytes number of bytes to fetch
     */
    default void onStart(HubSource source, int files, long bytes) {}

    /**
     * Called when bytes have arrived.
     *
     * @param file path of the file in the repository
     * @param bytes number of bytes since the last call; negative if bytes that were counted have to be fetched again
     */
    default void onBytes(String file, long bytes) {}

    /**
     * Called before a request is repeated.
     *
     * @param problem the failure of the last attempt, without the address
     * @param delay time until the next one
     */
    default void onRetry(String problem, Duration delay) {}
}
