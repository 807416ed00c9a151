package io.github.aligner4j.runtime.generation;

/**
 * Acceptance of the drafts of a completion.
 *
 * @param draftedTokens tokens guessed, all branches counted
 * @param acceptedTokens those of them that the model confirmed
 */
public record DraftStats(int draftedTokens, int acceptedTokens) {}
