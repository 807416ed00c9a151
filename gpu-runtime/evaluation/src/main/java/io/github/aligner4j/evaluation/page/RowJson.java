// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.compare.SystemAnswer;
import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judge.Judgment.Result;
import io.github.aligner4j.evaluation.metric.EditRatio;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import io.github.aligner4j.evaluation.score.Score;
import io.github.aligner4j.text.Edit;
import io.github.aligner4j.text.WordDiff;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Writes a row of a comparison as JSON: arrays, since names of fields would be most of it. {@code rows.js} reads it. */
final class RowJson {

    /** Characters of a text that a page has; of longer texts, it has the beginning. */
    static final int MAX_CHARACTERS = 20_000;

    private final StringBuilder out;
    private final List<String> systems;
    private final List<List<String>> judges;
    private final List<String> scales;

    RowJson(StringBuilder out, List<String> systems, List<List<String>> judges, List<String> scales) {
        this.out = out;
        this.systems = systems;
        this.judges = judges;
        this.scales = scales;
    }

    /** Appends [id, category, question, answer, reference or null, conversation, passages, answers]. */
    void row(ComparisonRow row, Map<String, SystemAnswer> answers, List<Judgment> judgments, List<Score> scores) {
        out.append('[');
        text(row.id());
        out.append(',');
        text(row.category());
        out.append(',');
        text(row.request().question());
        out.append(',');
        text(row.request().answer());
        out.append(',');
        row.reference().ifPresentOrElse(this::text, () -> out.append("null"));
        out.append(",[");
        each(out, ComparisonRows.conversation(row), turn -> {
            out.append("[\"").append(turn.get(0)).append("\",");
            text(turn.get(1));
            out.append(']');
        });
        out.append("],[");
        each(out, row.request().context(), this::text);
        out.append("],[");
        List<String> answered = systems.stream().filter(answers::containsKey).toList();
        each(
                out,
                answered,
                system -> answer(row, system, Objects.requireNonNull(answers.get(system)), judgments, scores));
        out.append("]]");
    }

    /** Appends [system, ending, problem, edit ratio, seconds, tokens read, tokens written, edits, judgments, scores]. */
    private void answer(
            ComparisonRow row, String system, SystemAnswer answer, List<Judgment> judgments, List<Score> scores) {
        String original = row.request().answer();
        out.append('[')
                .append(systems.indexOf(system))
                .append(',')
                .append(code(answer.ending()))
                .append(',');
        text(answer.problem());
        out.append(',');
        JsonText.append(out, EditRatio.between(original, answer.answer()));
        out.append(',');
        JsonText.append(out, answer.elapsed().toNanos() / 1e9);
        out.append(',')
                .append(answer.usage().promptTokens())
                .append(',')
                .append(answer.usage().completionTokens());
        out.append(",[");
        each(out, edits(original, answer.answer()), this::edit);
        out.append("],[");
        each(
                out,
                judgments.stream().filter(each -> each.system().equals(system)).toList(),
                this::judgment);
        out.append("],[");
        each(
                out,
                scores.stream()
                        .filter(each -> each.system().equals(system) && scales.contains(each.scale()))
                        .toList(),
                score -> {
                    out.append('[').append(scales.indexOf(score.scale())).append(',');
                    JsonText.append(out, score.value());
                    out.append(']');
                });
        out.append("]]");
    }

    /** Returns the edits within the part of the original that the page has. */
    private static List<Edit> edits(String original, String answer) {
        List<Edit> edits = new ArrayList<>(WordDiff.between(original, answer));
        edits.removeIf(edit -> edit.originalStart() > MAX_CHARACTERS);
        return edits;
    }

    private void edit(Edit edit) {
        int end = Math.min(edit.originalEnd(), MAX_CHARACTERS);
        out.append('[').append(edit.originalStart()).append(',').append(end).append(',');
        text(edit.corrected());
        out.append(']');
    }

    private void judgment(Judgment judgment) {
        int judge = judges.indexOf(List.of(judgment.judge(), judgment.aspect(), judgment.baseline()));
        out.append('[')
                .append(judge)
                .append(',')
                .append(code(judgment.result()))
                .append(",[");
        each(out, judgment.rationales(), this::text);
        out.append("]]");
    }

    private static int code(Ending ending) {
        return switch (ending) {
            case CORRECTED -> 0;
            case REJECTED -> 1;
            case FAILED -> 2;
        };
    }

    private static int code(Result result) {
        return switch (result) {
            case WIN -> 0;
            case LOSS -> 1;
            case TIE -> 2;
            case INVALID -> 3;
        };
    }

    private void text(String text) {
        JsonText.append(out, text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS - 1) + "…");
    }

    /** Appends each of {@code items} with commas between them. */
    static <T> void each(StringBuilder out, Collection<T> items, Consumer<T> append) {
        boolean first = true;
        for (T item : items) {
            if (!first) {
                out.append(',');
            }
            first = false;
            append.accept(item);
        }
    }

    /** Appends an array of strings. */
    static void strings(StringBuilder out, List<String> texts) {
        out.append('[');
        each(out, texts, text -> JsonText.append(out, text));
        out.append(']');
    }
}
