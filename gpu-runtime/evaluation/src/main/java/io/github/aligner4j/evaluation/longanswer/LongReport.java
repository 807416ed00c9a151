// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.longanswer;

import io.github.aligner4j.evaluation.outcome.Outcome;
import io.github.aligner4j.evaluation.style.Judge;
import io.github.aligner4j.evaluation.style.StyleRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A report on long good answers with rude sentences in them.
 *
 * @param answers the number of answers
 * @param outsideKept the share of answers in which nothing but the rude sentences was changed
 * @param exactlyUnchanged the share of answers that were returned unchanged, including the rude sentences
 * @param sentences the number of rude sentences in all answers
 * @param changed the share of sentences that were changed or deleted
 * @param deleted the share of sentences that were deleted
 * @param civil the share of sentences that are civil after correction, by the name of the judge
 * @param rejected the number of answers whose correction a guard rejected; nothing in them counts as kept or changed
 * @param failed the number of answers whose correction failed otherwise; nothing in them counts as kept or changed
 * @param options the settings of the answers
 */
public record LongReport(
        int answers,
        double outsideKept,
        double exactlyUnchanged,
        int sentences,
        double changed,
        double deleted,
        Map<String, Double> civil,
        long rejected,
        long failed,
        LongAnswers options) {

    /** Creates a report on one or more {@code outcomes}. */
    public static LongReport of(List<LongOutcome> outcomes, LongAnswers options, Map<String, Judge> judges) {
        List<Sentence> sentences =
                outcomes.stream().flatMap(LongReport::sentences).toList();
        List<Outcome> ended = outcomes.stream().map(LongOutcome::outcome).toList();
        double all = outcomes.size();
        double every = sentences.size();
        Map<String, Double> civil = new LinkedHashMap<>();
        judges.forEach((name, judge) -> civil.put(
                name,
                sentences.stream()
                                .filter(each -> judge.civil(each.row, each.after))
                                .count()
                        / every));
        return new LongReport(
                outcomes.size(),
                outcomes.stream().filter(LongOutcome::outsideKept).count() / all,
                outcomes.stream().filter(each -> each.outcome().exact()).count() / all,
                sentences.size(),
                sentences.stream()
                                .filter(each -> !each.after.equals(each.before))
                                .count()
                        / every,
                sentences.stream().filter(each -> each.after.isEmpty()).count() / every,
                civil,
                Outcome.count(ended, Outcome.Ending.REJECTED),
                Outcome.count(ended, Outcome.Ending.FAILED),
                options);
    }

    private static Stream<Sentence> sentences(LongOutcome outcome) {
        List<LongAnswer.Carried> carried = outcome.answer().carried();
        return IntStream.range(0, carried.size())
                .mapToObj(i -> new Sentence(
                        carried.get(i).row(),
                        carried.get(i).text(),
                        outcome.sentences().get(i)));
    }

    /** A rude sentence before and after. */
    private record Sentence(StyleRow row, String before, String after) {}
}
