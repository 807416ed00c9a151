// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The judges of an evaluation.
 *
 * @param byName the judges by name, in the order of their columns
 * @param reports the accuracy of each
 * @param lexicon the lexicon of the baseline that deletes rude words
 */
public record Judges(Map<String, Judge> byName, List<JudgeReport> reports, Optional<ToxicLexicon> lexicon) {

    /** Name of the judge that is trained on the rows that it judges, by cross-fitting. */
    public static final String CROSS_FITTED = "cross-fitted";

    /** Name of the judge that is trained on other rows. */
    public static final String TRAINED = "trained";

    /** No judges. */
    public static final Judges NONE = new Judges(Map.of(), List.of(), Optional.empty());

    /** Copies the collections. */
    public Judges {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        reports = List.copyOf(reports);
    }

    /** Trains judges, and learns the lexicon, on {@code data}. */
    public static Judges train(JudgeData data, JudgeSettings settings) {
        List<StyleRow> rows = data.judged();
        Map<String, Judge> judges = new LinkedHashMap<>();
        List<JudgeReport> reports = new ArrayList<>();
        Judge crossFitted = crossFitted(data, settings);
        judges.put(CROSS_FITTED, crossFitted);
        int extra = data.extra().size();
        String source = "nine tenths of the " + rows.size() + " rows that it judges"
                + (extra == 0 ? "" : " and " + extra + " others");
        reports.add(new JudgeReport(CROSS_FITTED, source, JudgeAccuracy.of(crossFitted, rows)));
        if (!data.others().isEmpty()) {
            Judge trained = trained(data.others(), data.civil(), settings);
            judges.put(TRAINED, trained);
            reports.add(
                    new JudgeReport(TRAINED, data.others().size() + " other rows", JudgeAccuracy.of(trained, rows)));
        }
        return new Judges(judges, reports, lexicon(data, settings));
    }

    private static Judge crossFitted(JudgeData data, JudgeSettings settings) {
        List<JudgedText> texts = new ArrayList<>(JudgedText.of(data.extra()));
        int count = data.judged().size() + data.extra().size();
        texts.addAll(JudgedText.clean(data.civil(), count, settings.seed()));
        return CrossFittedJudge.train(data.judged(), texts, settings);
    }

    private static Judge trained(List<StyleRow> rows, List<String> civil, JudgeSettings settings) {
        return LinearJudge.calibrated(rows, JudgedText.clean(civil, rows.size(), settings.seed()), settings);
    }

    private static Optional<ToxicLexicon> lexicon(JudgeData data, JudgeSettings settings) {
        List<StyleRow> rows = data.lexicon();
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(ToxicLexicon.choose(rows, data.extra(), trained(rows, List.of(), settings)));
    }

    /** Returns each judge's probability that {@code text}, a correction of {@code row}, is civil. */
    public Map<String, Double> civility(StyleRow row, String text) {
        Map<String, Double> civility = new LinkedHashMap<>();
        byName.forEach((name, judge) -> civility.put(name, judge.civility(row, text)));
        return civility;
    }
}
