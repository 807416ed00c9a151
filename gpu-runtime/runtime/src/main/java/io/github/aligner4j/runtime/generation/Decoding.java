package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.runtime.drafting.Drafter;

/**
 * How one sequence goes on from its prompt.
 *
 * @param selection chooses each token
 * @param criteria says when to stop
 * @param drafter guesses what comes
 */
record Decoding(TokenSelection selection, StoppingCriteria criteria, Drafter drafter) {}
