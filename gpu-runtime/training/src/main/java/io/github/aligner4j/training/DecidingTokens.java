package io.github.aligner4j.training;

/**
 * The tokens of a checkpoint's detector.
 *
 * @param changed the id of the token before a correction
 * @param unchanged the id of the token of an answer that needs no correction
 * @param changedText the text of {@code changed}
 */
record DecidingTokens(int changed, int unchanged, String changedText) {}
