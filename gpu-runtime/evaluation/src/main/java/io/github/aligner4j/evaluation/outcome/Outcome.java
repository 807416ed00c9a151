package io.github.aligner4j.evaluation.outcome;

import io.github.aligner4j.TokenUsage;
import java.util.List;

/**
 * What came of asking for a correction.
 *
 * @param input the answer that was to be corrected
 * @param output the corrected answer; {@code input} if there is none
 * @param ending whether there is one
 * @param problem why there is none; empty otherwise
 * @param seconds how long it took, waiting included
 * @param usage tokens that the Aligner's model read and wrote
 */
public record Outcome(String input, String output, Ending ending, String problem, double seconds, TokenUsage usage) {

    /** Whether a correction came. */
    public enum Ending {
        /** It did. */
        CORRECTED,
        /** A guard refused to let it through. */
        REJECTED,
        /** It failed otherwise. */
        FAILED
    }

    /** Returns how many of {@code outcomes} ended like that. */
    public static long count(List<Outcome> outcomes, Ending ending) {
        return outcomes.stream().filter(each -> each.ending == ending).count();
    }

    /** Returns whether a corrected answer came that is not the answer, character for character. */
    public boolean changed() {
        return ending == Ending.CORRECTED && !output.equals(input);
    }

    /** Returns whether a corrected answer came that is the answer, character for character. */
    public boolean exact() {
        return ending == Ending.CORRECTED && output.equals(input);
    }
}
