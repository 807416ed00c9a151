package io.github.aligner4j.cache;

/**
 * Counts of a {@link CachingAligner} since it was created.
 *
 * @param hitCount the number of lookups that found a correction
 * @param missCount the number of lookups that found none
 * @param evictionCount the number of corrections that were removed to make room or because they expired
 */
public record CacheStatistics(long hitCount, long missCount, long evictionCount) {}
