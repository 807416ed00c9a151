// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.blind;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.evaluation.judging.JudgedPair;
import java.util.List;

/**
 * Two answers as a sheet shows them.
 *
 * @param id identifies the pair, and tells nothing about its systems
 * @param request the question, with the conversation and passages before it, and the original answer
 * @param first the answer that is called A
 * @param second the answer that is called B
 * @param pairs the pairs of systems that gave these answers, at least one
 */
public record BlindPair(String id, CorrectionRequest request, String first, String second, List<JudgedPair> pairs) {

    /** Copies the list. */
    public BlindPair {
        pairs = List.copyOf(pairs);
    }
}
