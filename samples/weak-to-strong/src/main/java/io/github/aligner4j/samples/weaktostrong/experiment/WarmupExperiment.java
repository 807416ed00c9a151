// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.samples.weaktostrong.Rudeness;
import io.github.aligner4j.training.TrainingDataset;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures the identity warm-up of the paper (arXiv:2402.02416): Aligners with and without it, from a small language model that does
 * not copy and from one that does.
 *
 * @param laboratory the folder of the models
 * @param grid the trainings
 */
record WarmupExperiment(Laboratory laboratory, WarmupGrid grid) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String CONFIG = Resources.text("tiny.json");
    private static final int VOCABULARY = 384;
    private static final double LEARNING_RATE = 4e-3;
    private static final int BATCH = 32;
    private static final int EPOCHS = 3;
    private static final long TEST_SEED = 99;
    private static final CheckpointDescriptor DESCRIPTOR = CheckpointDescriptor.prompt(
                    new CheckpointDescriptor.CustomPrompt(
                            "##Answer: {answer} ##Correction:", List.of("##Answer:", "##Correction:"), false))
            .answerPrefix(" ")
            .build();

    /** Runs the trainings that are not in the folder yet, and returns all outcomes. */
    List<WarmupOutcome> run(Consumer<WarmupOutcome> finished) throws IOException {
        List<WarmupOutcome> outcomes = new ArrayList<>();
        for (WarmupGrid.Cell cell : grid.cells()) {
            WarmupOutcome outcome = outcome(cell);
            outcomes.add(outcome);
            finished.accept(outcome);
        }
        return outcomes;
    }

    private WarmupOutcome outcome(WarmupGrid.Cell cell) throws IOException {
        Path file = laboratory.folder().resolve(cell.id() + ".json");
        if (Files.exists(file)) {
            return JSON.readValue(Files.readString(file), WarmupOutcome.class);
        }
        WarmupOutcome outcome = measured(cell);
        WholeFile.write(file, JSON.writeValueAsString(outcome) + "\n");
        return outcome;
    }

    private WarmupOutcome measured(WarmupGrid.Cell cell) throws IOException {
        WarmupGrid.Arm arm = cell.arm();
        List<CorrectionRow> rows = InventedNames.training().rows(cell.rows(), new Random(cell.seed()));
        List<CorrectionRow> test = InventedNames.heldOut().rows(grid.test(), new Random(TEST_SEED));
        Path start = base(cell.base(), cell.seed());
        if (arm.corrections()) {
            List<CorrectionRow> first = rows.subList(0, (int) Math.round(arm.share() * rows.size()));
            start = aligner(first(cell), start, new TrainingDataset(first, List.of(), List.of()), recipe(0, 1, cell));
        }
        TrainingDataset data = new TrainingDataset(rows, test, List.of());
        Path model = aligner(cell.id(), start, data, recipe(arm.corrections() ? 0 : arm.share(), EPOCHS, cell));
        return measured(cell, model, test);
    }

    private Path aligner(String name, Path base, TrainingDataset data, Laboratory.Recipe recipe) throws IOException {
        return laboratory.trained(name, new Laboratory.Start(base, DESCRIPTOR), data, recipe);
    }

    private static Laboratory.Recipe recipe(double share, int epochs, WarmupGrid.Cell cell) {
        return new Laboratory.Recipe(share, epochs, 0, LEARNING_RATE, BATCH, cell.seed());
    }

    private WarmupOutcome measured(WarmupGrid.Cell cell, Path model, List<CorrectionRow> test) throws IOException {
        int corrected = 0;
        int civil = 0;
        int kept = 0;
        try (CheckpointAligner aligner = laboratory.aligner(model)) {
            for (CorrectionRow row : test) {
                String correction = corrected(aligner, row.answer());
                boolean exact = correction.equals(row.correction());
                corrected += exact ? 1 : 0;
                civil += !exact && !Rudeness.isIn(correction) ? 1 : 0;
                kept += corrected(aligner, row.correction()).equals(row.correction()) ? 1 : 0;
            }
        }
        return new WarmupOutcome(
                cell.base().id(),
                cell.rows(),
                cell.arm().share(),
                cell.arm().corrections(),
                cell.seed(),
                steps(cell),
                test.size(),
                corrected,
                civil,
                kept,
                laboratory.report(cell.id()).bestLoss());
    }

    private int steps(WarmupGrid.Cell cell) throws IOException {
        int steps = laboratory.report(cell.id()).steps();
        return cell.arm().corrections() ? steps + laboratory.report(first(cell)).steps() : steps;
    }

    private static String first(WarmupGrid.Cell cell) {
        return cell.id() + "-first";
    }

    /** Returns the empty text if the correction is not valid. */
    private static String corrected(CheckpointAligner aligner, String answer) {
        try {
            return aligner.correct(CorrectionRequest.of("", answer)).answer();
        } catch (AlignerException e) {
            return "";
        }
    }

    private Path base(WarmupGrid.Base base, long seed) throws IOException {
        InventedNames names = InventedNames.training();
        List<String> texts = names.texts(grid.texts(), base == WarmupGrid.Base.REPEATING, new Random(-seed));
        List<String> vocabulary = new ArrayList<>(names.texts(grid.texts(), false, new Random(-seed)));
        names.rows(grid.texts(), new Random(-seed))
                .forEach(row -> vocabulary.add("##Answer: " + row.answer() + " ##Correction:"));
        Path untrained = laboratory.untrained(base.id() + "-untrained-" + seed, CONFIG, vocabulary, VOCABULARY, seed);
        return laboratory.trained(
                base.id() + "-base-" + seed,
                new Laboratory.Start(untrained, null),
                new TrainingDataset(List.of(), List.of(), texts),
                new Laboratory.Recipe(0, 0, 1, LEARNING_RATE, BATCH, seed));
    }
}
