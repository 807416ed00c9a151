// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.DatasetStep;
import io.github.aligner4j.training.dataset.DatasetSteps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that name the files of a new dataset. */
final class SourceFlags {

    @Option(names = "--input", paramLabel = "FILE", description = "Rows. May be repeated.")
    private List<Path> inputs = new ArrayList<>();

    @Option(
            names = "--pairs",
            paramLabel = "FILE",
            description =
                    "A table with a heading, tab-separated (or comma-separated: .csv): an answer, then one or more"
                            + " corrections of it. May be repeated.")
    private List<Path> pairs = new ArrayList<>();

    @Option(
            names = "--good-answers",
            paramLabel = "FILE",
            description = "Rows of question and answer, added as identity rows.")
    private @Nullable Path goodAnswers;

    @Option(names = "--first-corrections", description = "Keep the first correction of each answer only.")
    private boolean firstCorrections;

    @Mixin
    private RowFlags rowFlags = new RowFlags();

    /**
     * Returns the steps that read the files and join their rows.
     *
     * @throws IllegalArgumentException if no file is named
     */
    List<DatasetStep> steps() {
        if (inputs.isEmpty() && pairs.isEmpty()) {
            throw new IllegalArgumentException("at least one of --input and --pairs must be given");
        }
        List<DatasetStep> steps = new ArrayList<>();
        RowReader reader = rowFlags.reader();
        inputs.forEach(file -> steps.add(new DatasetStep(
                "read " + file, (draft, random) -> draft.plusRows(reader.read(file, CorrectionRow::parse)))));
        pairs.forEach(file -> steps.add(new DatasetStep(
                "read the pairs of " + file, (draft, random) -> draft.plusRows(reader.readPairs(file)))));
        steps.add(DatasetSteps.dropDuplicates());
        if (firstCorrections) {
            steps.add(DatasetSteps.keepFirstCorrections());
        }
        if (goodAnswers != null) {
            Path file = goodAnswers;
            steps.add(new DatasetStep(
                    "add the good answers of " + file,
                    (draft, random) -> draft.plusRows(reader.read(file, CorrectionRow::parseGoodAnswer))));
        }
        return steps;
    }
}
