package io.github.aligner4j.runtime.generation;

/**
 * How good the drafts of a completion were.
 *
 * @param draftedTokens tokens guessed, all branches counted
 * @param acceptedTokens those of them that the model confirmed
 */
public record DraftStats(int draftedTokens, int acceptedTokens) {}
