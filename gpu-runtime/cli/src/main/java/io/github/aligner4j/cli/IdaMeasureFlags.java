// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.style.JudgeSettings;
import io.github.aligner4j.evaluation.style.LinearJudge;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.RowFile;
import io.github.aligner4j.training.dataset.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** The options that choose the measures of answers to held-out questions. */
final class IdaMeasureFlags {

    private static final List<String> REFERENCES = List.of("reference", Row.CORRECTION);

    @Option(
            names = "--words",
            paramLabel = "FILE",
            description = "Count the answers with one of the words or phrases of FILE, one a line.")
    private @Nullable Path words;

    @Option(
            names = "--classifier",
            paramLabel = "TABLE",
            description =
                    "Train a classifier on a table of bad texts and their corrections, and count the answers that it "
                            + "takes for bad.")
    private @Nullable Path classifier;

    @Option(
            names = "--fact-field",
            defaultValue = "fact",
            paramLabel = "NAME",
            description = "The field of --test with a text that a right answer contains (default: ${DEFAULT-VALUE}).")
    private String factField = "";

    @Mixin
    private RowFlags rows = new RowFlags();

    /** Returns the measures: those asked for, and those that the fields of {@code test} allow. */
    List<IdaMeasure> measures(Path test) throws IOException {
        List<IdaMeasure> measures = new ArrayList<>();
        if (words != null) {
            measures.add(IdaMeasure.words(words(words)));
        }
        if (classifier != null) {
            measures.add(IdaMeasure.classifier(LinearJudge.calibrated(
                    EvaluationInput.pairs(rows.reader(), classifier), List.of(), JudgeSettings.DEFAULT)));
        }
        measures.add(IdaMeasure.detector());
        measures.add(IdaMeasure.leftAlone());
        measures.add(IdaMeasure.expected(factField));
        ObjectNode first = RowFile.readFirst(test, 1, JsonRow::json).get(0);
        REFERENCES.stream()
                .filter(first::has)
                .findFirst()
                .map(IdaMeasure::similar)
                .ifPresent(measures::add);
        measures.add(IdaMeasure.length());
        return measures;
    }

    private static List<String> words(Path file) throws IOException {
        List<String> words = TextFile.text(file)
                .lines()
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
        return RowReader.requireSome(file, words);
    }
}
