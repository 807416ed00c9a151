package io.github.aligner4j.cache;

/**
 * Counts of a {@link CachingAligner} since it was created.
 *
 * @param hitCount corrections that were found
 * @param missCount corrections that were not
 * @param evictionCount corrections that were removed to make room or because they expired
 */
public record CacheStatistics(long hitCount, long missCount, long evictionCount) {}
