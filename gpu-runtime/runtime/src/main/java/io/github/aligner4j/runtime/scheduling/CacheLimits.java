// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

/**
 * Limits of the device memory that keys and values take.
 *
 * @param kvCacheBytes the maximum number of bytes of all of them, those of running requests and those of cached prefixes
 * @param prefixCacheBytes the maximum number of these bytes that cached prefixes may take; 0 caches none
 */
public record CacheLimits(long kvCacheBytes, long prefixCacheBytes) {}
