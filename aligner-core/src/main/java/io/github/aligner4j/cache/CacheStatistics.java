// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cache;

/**
 * Counts of a {@link CachingAligner} since it was created, and its present size.
 *
 * @param hitCount the number of lookups that found a correction
 * @param missCount the number of lookups that found none, and for which the Aligner was called
 * @param sharedCount the number of lookups that found none, but took the correction of an identical request that was being corrected
 *     at that time
 * @param evictionCount the number of corrections that were removed to make room or because they expired
 * @param size the approximate number of cached corrections
 * @param bytes the approximate memory of the cached corrections in bytes
 */
public record CacheStatistics(
        long hitCount, long missCount, long sharedCount, long evictionCount, long size, long bytes) {}
