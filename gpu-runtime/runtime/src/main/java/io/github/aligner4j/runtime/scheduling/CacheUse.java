// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

/**
 * Use of the device memory for keys and values.
 *
 * @param usedBytes bytes of running requests, cached prefixes and prefilled prompts
 * @param limitBytes the maximum number of bytes that they may take
 * @param preemptions number of times a request lost its keys and values to a more urgent one and had to recompute them
 */
public record CacheUse(long usedBytes, long limitBytes, long preemptions) {}
