package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.runtime.drafting.Drafter;

/**
 * The decoding of one sequence after its prompt.
 *
 * @param selection chooses each token
 * @param criteria says when to stop
 * @param drafter guesses what comes
 * @param leastRows the minimum number of tokens that a pass reads, if there is room
 */
record Decoding(TokenSelection selection, StoppingCriteria criteria, Drafter drafter, int leastRows) {}
