package io.github.aligner4j.evaluation.longanswer;

import io.github.aligner4j.evaluation.outcome.Offsets;
import io.github.aligner4j.evaluation.outcome.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * What became of a long answer.
 *
 * @param answer as it was
 * @param outcome of the correction
 * @param outsideKept whether a correction came and nothing but the rude sentences was touched
 * @param sentences what the rude sentences became; as they were if no correction came, approximately if other offsets were
 *     touched too, empty if deleted
 */
public record LongOutcome(LongAnswer answer, Outcome outcome, boolean outsideKept, List<String> sentences) {

    /** Copies the list. */
    public LongOutcome {
        sentences = List.copyOf(sentences);
    }

    /** Compares. */
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
