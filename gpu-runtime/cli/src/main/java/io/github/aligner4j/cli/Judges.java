package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.style.Judge;
import io.github.aligner4j.evaluation.style.JudgeAccuracy;
import io.github.aligner4j.evaluation.style.JudgeReport;
import io.github.aligner4j.evaluation.style.StyleRow;
import io.github.aligner4j.evaluation.style.ToxicLexicon;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who says what is civil.
 *
 * @param byName in the order of their columns
 * @param reports how good each is
 * @param lexicon for the baseline that deletes words
 */
record Judges(Map<String, Judge> byName, List<JudgeReport> reports, Optional<ToxicLexicon> lexicon) {

    Judges {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        reports = List.copyOf(reports);
    }

    /** Returns what each judge says of a text. */
    Map<String, Double> verdicts(StyleRow row, String text) {
        Map<String, Double> verdicts = new LinkedHashMap<>();
        byName.forEach((name, judge) -> verdicts.put(name, judge.civility(row, text)));
        return verdicts;
    }

    static JudgeReport report(String name, String source, Judge judge, List<StyleRow> unseen) {
        return new JudgeReport(name, source, JudgeAccuracy.of(judge, unseen));
    }
}
