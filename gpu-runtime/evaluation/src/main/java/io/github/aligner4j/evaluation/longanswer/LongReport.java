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
 * How well rude sentences inside long good answers are found, and the rest left alone.
 *
 * @param answers how many there are
 * @param outsideKept share of them where nothing but the rude sentences was touched
 * @param exactlyUnchanged share of them that came back as they were, rude sentences and all
 * @param sentences rude sentences in all answers
 * @param changed share of them that came back changed or were deleted
 * @param deleted share of them that were deleted
 * @param civil share of them that came back civil, by the name of the judge
 * @param rejected answers of which a guard refused the correction; nothing in them counts as kept or changed
 * @param failed answers whose correction failed otherwise; likewise
 * @param options how the answers were made
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

    /** Counts; {@code outcomes} are at least one. */
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
