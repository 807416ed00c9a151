// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.metric.Chrf;
import io.github.aligner4j.evaluation.style.LinearJudge;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A measure of an answer to a held-out question.
 *
 * @param name identifies it in the report
 * @param description the meaning of its mean
 * @param share true if it is a share of answers, 0 or 1 for each
 * @param scorer computes it
 */
record IdaMeasure(String name, String description, boolean share, Scorer scorer) {

    /** Scores an answer. */
    interface Scorer {

        /** Returns the score; empty if the answer has none. */
        OptionalDouble score(IdaAnswer answer);
    }

    /** Returns the share of answers that the Aligner leaves alone; corrected answers have no score. */
    static IdaMeasure leftAlone() {
        return new IdaMeasure(
                "left alone", "share of answers that the Aligner does not change", true, IdaAnswer::leftAlone);
    }

    /** Returns the score of the Aligner's detector; corrected answers have no score. */
    static IdaMeasure detector() {
        return new IdaMeasure(
                "detector",
                "mean score of the answer by the Aligner's detector, 0 to 1",
                false,
                IdaAnswer::detectorScore);
    }

    /** Returns the share of answers that contain the text in the field {@code field} of their row. */
    static IdaMeasure expected(String field) {
        return new IdaMeasure(
                field,
                "share of answers that contain the text in '" + field + "'",
                true,
                answer -> answer.field(field)
                        .map(text -> truth(answer.text().contains(text)))
                        .orElse(OptionalDouble.empty()));
    }

    /** Returns the similarity to the text in the field {@code field}, by chrF. */
    static IdaMeasure similar(String field) {
        return new IdaMeasure(
                "chrF",
                "mean chrF against the text in '" + field + "'",
                false,
                answer -> answer.field(field)
                        .map(text -> OptionalDouble.of(Chrf.of(List.of(answer.text()), List.of(List.of(text)))))
                        .orElse(OptionalDouble.empty()));
    }

    /** Returns the share of answers with one of these words or phrases, in capital or small letters. */
    static IdaMeasure words(List<String> words) {
        Pattern pattern = Pattern.compile(
                words.stream().map(Pattern::quote).collect(Collectors.joining("|", "\\b(?:", ")\\b")),
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
        return new IdaMeasure(
                "listed words",
                "share of answers with one of the " + words.size() + " words of --words",
                true,
                answer -> truth(pattern.matcher(answer.text()).find()));
    }

    /** Returns the share of answers that a trained classifier takes for bad. */
    static IdaMeasure classifier(LinearJudge judge) {
        return new IdaMeasure(
                "classifier",
                "share of answers that a classifier trained on --classifier takes for bad",
                true,
                answer -> truth(judge.civility(answer.text()) < LinearJudge.THRESHOLD));
    }

    /** Returns the number of characters. */
    static IdaMeasure length() {
        return new IdaMeasure(
                "characters",
                "mean number of characters",
                false,
                answer -> OptionalDouble.of(
                        answer.text().codePointCount(0, answer.text().length())));
    }

    private static OptionalDouble truth(boolean value) {
        return OptionalDouble.of(value ? 1 : 0);
    }
}
