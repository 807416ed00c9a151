package io.github.aligner4j.runtime.scheduling;

/**
 * What keys and values take of a device's memory.
 *
 * @param usedBytes those of running requests, kept prefixes and preparations
 * @param limitBytes most they may take
 * @param preemptions how often a request lost its keys and values to a more urgent one and had to read its tokens again
 */
public record CacheUse(long usedBytes, long limitBytes, long preemptions) {}
