// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

/**
 * The quality of the drafts of a completion.
 *
 * @param draftedTokens number of drafted tokens, in all branches
 * @param acceptedTokens number of those that the model accepted
 */
public record DraftStats(int draftedTokens, int acceptedTokens) {}
