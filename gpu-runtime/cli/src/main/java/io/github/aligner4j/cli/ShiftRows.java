// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.compare.ComparedSystem;
import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.compare.SystemAnswer;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import io.github.aligner4j.evaluation.score.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers and their corrections, of one or more files.
 *
 * @param rows the answers
 * @param files each file by the name of its corrections
 * @param corrections the corrections by the name of their file, in the order of {@code rows}
 */
record ShiftRows(List<ComparisonRow> rows, Map<String, Path> files, Map<String, List<SystemAnswer>> corrections) {

    /**
     * Reads files.
     *
     * @param inputs FILE or NAME=FILE
     * @throws IOException if one can't be read
     * @throws IllegalArgumentException if one has a row without a correction, or other answers than the first
     */
    static ShiftRows read(List<String> inputs, RowReader reader) throws IOException {
        Map<String, Path> files = files(inputs);
        Map<String, List<SystemAnswer>> corrections = new LinkedHashMap<>();
        List<ComparisonRow> rows = List.of();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            CompareRows read = CompareRows.read(file.getValue(), "category", reader);
            if (rows.isEmpty()) {
                rows = read.rows();
            } else {
                requireSame(rows, read.rows(), file.getValue());
            }
            List<SystemAnswer> answers = new ArrayList<>();
            for (ComparisonRow row : read.rows()) {
                answers.add(correction(row, read, file.getValue()));
            }
            corrections.put(file.getKey(), answers);
        }
        return new ShiftRows(
                rows.stream()
                        .map(row -> new ComparisonRow(row.id(), row.category(), row.request(), Optional.empty()))
                        .toList(),
                files,
                corrections);
    }

    private static Map<String, Path> files(List<String> inputs) {
        Map<String, Path> files = new LinkedHashMap<>();
        for (String input : inputs) {
            int end = input.indexOf('=');
            Path file = Path.of(input.substring(end + 1));
            String name = end > 0 ? input.substring(0, end) : name(file);
            if (name.isBlank() || name.equals(ComparedSystem.ORIGINAL) || files.put(name, file) != null) {
                throw new IllegalArgumentException("each file needs a name of its own, other than '"
                        + ComparedSystem.ORIGINAL + "', but one is called '" + name + "'; write NAME=" + file);
            }
        }
        return files;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.jsonl?$", "");
    }

    private static void requireSame(List<ComparisonRow> rows, List<ComparisonRow> others, Path file) {
        if (others.size() != rows.size()) {
            throw new IllegalArgumentException(file + " has " + others.size() + " rows, but the first file has "
                    + rows.size() + "; all files must have corrections of the same answers");
        }
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).id().equals(others.get(i).id())
                    || !rows.get(i)
                            .request()
                            .answer()
                            .equals(others.get(i).request().answer())) {
                throw new IllegalArgumentException(file + ", row " + (i + 1)
                        + ": the answer is another one than in the first file; all files must have corrections of the"
                        + " same answers");
            }
        }
    }

    private static SystemAnswer correction(ComparisonRow row, CompareRows read, Path file) {
        SystemAnswer recorded = read.recorded().get(row.id());
        if (recorded != null) {
            return recorded;
        }
        String text = row.reference()
                .orElseThrow(() -> new IllegalArgumentException(
                        file + ", row '" + row.id() + "' has no correction; leave such rows out"));
        return answer(row, text);
    }

    private static SystemAnswer answer(ComparisonRow row, String text) {
        return new SystemAnswer(row.id(), text, Ending.CORRECTED, "", TokenUsage.NONE, Duration.ZERO);
    }

    /** Returns the number of answers to score. */
    long answers() {
        return (long) rows.size() * (1 + corrections.size());
    }

    /** Scores all answers. */
    ComparisonData data(String title, ShiftScorers scorers, Progress progress) {
        List<ComparedSystem> systems = new ArrayList<>();
        systems.add(new ComparedSystem(ComparedSystem.ORIGINAL, "the answer as it is", Optional.empty()));
        files.forEach((name, file) ->
                systems.add(new ComparedSystem(name, "corrections in " + file.getFileName(), Optional.empty())));
        Map<String, List<SystemAnswer>> answers = new LinkedHashMap<>();
        answers.put(
                ComparedSystem.ORIGINAL,
                rows.stream().map(row -> answer(row, row.request().answer())).toList());
        answers.putAll(corrections);
        List<Score> scores = new ArrayList<>();
        answers.forEach((system, each) -> {
            for (int i = 0; i < rows.size(); i++) {
                scores.addAll(scorers.score(rows.get(i), system, each.get(i).answer()));
                progress.step();
            }
        });
        return new ComparisonData(title, rows, systems, answers, List.of(), scorers.scales(), scores);
    }
}
