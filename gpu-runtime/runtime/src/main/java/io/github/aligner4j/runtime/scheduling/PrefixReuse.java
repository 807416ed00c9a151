// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

/**
 * Use of the prefix cache.
 *
 * @param promptTokens number of tokens of all prompts that were started
 * @param reusedTokens number of those whose keys and values were cached, so that they were not read again
 * @param entries number of prefixes in the cache
 * @param bytes device memory that they take
 */
public record PrefixReuse(long promptTokens, long reusedTokens, int entries, long bytes) {}
