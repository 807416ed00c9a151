// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.outcome;

import io.github.aligner4j.TokenUsage;
import java.util.List;
import java.util.Map;

/**
 * The outcome of a correction.
 *
 * @param input the answer to correct
 * @param output the corrected answer; {@code input} if there is none
 * @param ending the kind of outcome
 * @param problem the reason if it was not corrected; empty otherwise
 * @param seconds the duration, including waiting time
 * @param usage the tokens that the Aligner's model read and generated
 * @param scores the highest score of each label that the Aligner's own detector gave to a part of the answer
 */
public record Outcome(
        String input,
        String output,
        Ending ending,
        String problem,
        double seconds,
        TokenUsage usage,
        Map<String, Double> scores) {

    /** Copies the map. */
    public Outcome {
        scores = Map.copyOf(scores);
    }

    /** The ending of a correction. */
    public enum Ending {
        /** The answer was corrected. */
        CORRECTED,
        /** A guard rejected the correction. */
        REJECTED,
        /** The correction failed. */
        FAILED
    }

    /** Returns the number of {@code outcomes} with this ending. */
    public static long count(List<Outcome> outcomes, Ending ending) {
        return outcomes.stream().filter(each -> each.ending == ending).count();
    }

    /** Returns whether the answer was corrected and differs from the original. */
    public boolean changed() {
        return ending == Ending.CORRECTED && !output.equals(input);
    }

    /** Returns whether the answer was corrected and is the original, character for character. */
    public boolean exact() {
        return ending == Ending.CORRECTED && output.equals(input);
    }
}
