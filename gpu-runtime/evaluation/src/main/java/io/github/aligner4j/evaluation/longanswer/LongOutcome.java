// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.longanswer;

import io.github.aligner4j.evaluation.outcome.Offsets;
import io.github.aligner4j.evaluation.outcome.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of correcting a long answer.
 *
 * @param answer the answer
 * @param outcome the outcome of its correction
 * @param outsideKept true if it was corrected and nothing but the rude sentences was changed
 * @param sentences the corrections of the rude sentences: unchanged if the correction failed, approximate if other text was changed,
 *     empty if deleted
 */
public record LongOutcome(LongAnswer answer, Outcome outcome, boolean outsideKept, List<String> sentences) {

    /** Copies the list. */
    public LongOutcome {
        sentences = List.copyOf(sentences);
    }

    /** Compares {@code answer} with its correction. */
    public static LongOutcome of(LongAnswer answer, Outcome outcome) {
        Optional<List<String>> kept =
                outcome.ending() == Outcome.Ending.CORRECTED ? answer.sentencesOf(outcome.output()) : Optional.empty();
        return new LongOutcome(
                answer, outcome, kept.isPresent(), kept.orElseGet(() -> approximately(answer, outcome.output())));
    }

    private static List<String> approximately(LongAnswer answer, String output) {
        Offsets offsets = new Offsets(answer.answer(), output);
        return answer.carried().stream()
                .map(each -> output.substring(
                                offsets.start(each.start()),
                                offsets.end(each.start() + each.text().length()))
                        .strip())
                .toList();
    }
}
