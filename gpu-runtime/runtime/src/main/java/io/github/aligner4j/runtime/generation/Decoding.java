// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.runtime.drafting.Drafter;

/**
 * The decoding of one sequence.
 *
 * @param selection choice of each token
 * @param criteria criteria for its end
 * @param drafter drafter of further tokens
 * @param minTokens minimum number of tokens that a pass reads, if there is room
 */
record Decoding(TokenSelection selection, StoppingCriteria criteria, Drafter drafter, int minTokens) {}
