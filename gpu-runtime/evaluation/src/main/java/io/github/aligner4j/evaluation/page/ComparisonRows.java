// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import io.github.aligner4j.Turn;
import io.github.aligner4j.evaluation.compare.ComparedSystem;
import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.compare.SystemAnswer;
import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judge.Judgment.Result;
import io.github.aligner4j.evaluation.metric.EditRatio;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import io.github.aligner4j.evaluation.score.Score;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Chooses the rows of a comparison that a page has, and writes them as JSON. */
final class ComparisonRows {

    private static final double MEGABYTE = 1e6;

    private final ComparisonData data;
    private final Map<String, Map<String, SystemAnswer>> answers = new HashMap<>();
    private final Map<String, List<Judgment>> judgments = new HashMap<>();
    private final Map<String, List<Score>> scores = new HashMap<>();

    ComparisonRows(ComparisonData data) {
        this.data = data;
        data.answers()
                .forEach((system, each) ->
                        each.forEach(answer -> answers.computeIfAbsent(answer.rowId(), none -> new HashMap<>())
                                .put(system, answer)));
        data.judgments()
                .forEach(each -> judgments
                        .computeIfAbsent(each.rowId(), none -> new ArrayList<>())
                        .add(each));
        data.scores()
                .forEach(each -> scores.computeIfAbsent(each.rowId(), none -> new ArrayList<>())
                        .add(each));
    }

    ReportRows of(int max) {
        List<ComparisonRow> chosen = choose(max);
        String json = json(chosen);
        String size = String.format(Locale.ROOT, "%.1f MB", json.getBytes(StandardCharsets.UTF_8).length / MEGABYTE);
        String which = chosen.size() == data.rows().size()
                ? "All " + Figures.count(chosen.size()) + " rows (" + size + ")."
                : Figures.count(chosen.size()) + " of "
                        + Figures.count(data.rows().size()) + " rows (" + size
                        + "): those that a judge found worse and failures first, then those it found better, then the"
                        + " biggest edits. They are no random sample; the numbers above are those of all rows.";
        return new ReportRows(
                which
                        + " Struck out: deleted from the original answer. Underlined: inserted. […]: kept text, left"
                        + " out here.",
                json);
    }

    private List<ComparisonRow> choose(int max) {
        if (data.rows().size() <= max) {
            return data.rows();
        }
        Map<String, Double> interest = new HashMap<>();
        data.rows().forEach(row -> interest.put(row.id(), interest(row)));
        Set<String> chosen = new HashSet<>();
        data.rows().stream()
                .map(ComparisonRow::id)
                .sorted(Comparator.comparing(interest::get, Comparator.reverseOrder()))
                .limit(max)
                .forEach(chosen::add);
        return data.rows().stream().filter(row -> chosen.contains(row.id())).toList();
    }

    /** Returns a number from 0 to 4, the larger the more there is to see in a row. */
    private double interest(ComparisonRow row) {
        double edit = 0;
        boolean failed = false;
        for (SystemAnswer answer : answers.getOrDefault(row.id(), Map.of()).values()) {
            edit = Math.max(edit, EditRatio.between(row.request().answer(), answer.answer()));
            failed |= answer.ending() != Ending.CORRECTED;
        }
        int kind = failed ? 2 : 0;
        for (Judgment judgment : judgments.getOrDefault(row.id(), List.of())) {
            kind = Math.max(kind, judgment.result() == Result.LOSS ? 3 : judgment.result() == Result.WIN ? 1 : 0);
        }
        return kind + 0.99 * edit;
    }

    private String json(List<ComparisonRow> rows) {
        StringBuilder out = new StringBuilder("{\"systems\":");
        List<String> systems = data.systems().stream().map(ComparedSystem::name).toList();
        RowJson.strings(out, systems);
        out.append(",\"scales\":[");
        RowJson.each(out, data.scales(), scale -> {
            out.append('[');
            JsonText.append(out, scale.name());
            out.append(scale.higherIsBetter() ? ",1]" : ",0]");
        });
        List<List<String>> judges = data.judgments().stream()
                .map(each -> List.of(each.judge(), each.aspect(), each.baseline()))
                .distinct()
                .toList();
        out.append("],\"judges\":[");
        RowJson.each(out, judges, judge -> RowJson.strings(out, judge));
        List<String> scales = data.scales().stream().map(scale -> scale.name()).toList();
        RowJson json = new RowJson(out, systems, judges, scales);
        out.append("],\"rows\":[");
        RowJson.each(
                out,
                rows,
                row -> json.row(
                        row,
                        answers.getOrDefault(row.id(), Map.of()),
                        judgments.getOrDefault(row.id(), List.of()),
                        scores.getOrDefault(row.id(), List.of())));
        return out.append("]}").toString();
    }

    /** Returns the messages before a question, each with its author. */
    static List<List<String>> conversation(ComparisonRow row) {
        return row.request().conversation().stream()
                .map(ComparisonRows::message)
                .toList();
    }

    private static List<String> message(Turn turn) {
        return List.of(turn.role().name().toLowerCase(Locale.ROOT), turn.text());
    }
}
