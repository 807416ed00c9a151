// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * Corrects answers several times over: each pass gets the outcome of the one before.
 *
 * @param aligner the Aligner
 * @param folder the folder of the outcomes; a row in it is not corrected again
 * @param passes the number of passes
 */
record StackedExperiment(Aligner aligner, Path folder, int passes) {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * The outcome of a row.
     *
     * @param row the row
     * @param texts the answer, and its text after each pass; a pass whose correction was rejected changes nothing
     * @param scores the score of the detector before each pass; NaN if it has none
     */
    record Outcome(CorrectionRow row, List<String> texts, List<Double> scores) {

        /** Returns whether the answer needs no correction. */
        boolean clean() {
            return row.identity();
        }

        /** Returns whether a pass, counted from 1, changed the text. */
        boolean changed(int pass) {
            return !texts.get(pass).equals(texts.get(pass - 1));
        }
    }

    /** Returns the outcomes of {@code rows}. */
    List<Outcome> run(List<CorrectionRow> rows) throws IOException {
        Files.createDirectories(folder);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Path file = folder.resolve("row-" + i + ".json");
            if (!Files.exists(file)) {
                WholeFile.write(file, JSON.writeValueAsString(corrected(rows.get(i))) + "\n");
            }
            outcomes.add(JSON.readValue(Files.readString(file), Outcome.class));
        }
        return outcomes;
    }

    private Outcome corrected(CorrectionRow row) {
        List<String> texts = new ArrayList<>(List.of(row.answer()));
        List<Double> scores = new ArrayList<>();
        while (scores.size() < passes) {
            int done = scores.size();
            String text = texts.get(done);
            if (done > 0 && text.equals(texts.get(done - 1))) {
                // The same text gets the same correction.
                texts.add(text);
                scores.add(scores.get(done - 1));
            } else {
                pass(row.question(), text, texts, scores);
            }
        }
        return new Outcome(row, texts, scores);
    }

    private void pass(String question, String text, List<String> texts, List<Double> scores) {
        try {
            Correction correction = aligner.correct(CorrectionRequest.of(question, text));
            texts.add(correction.answer());
            scores.add(correction.detections().stream()
                    .mapToDouble(Detection::score)
                    .findFirst()
                    .orElse(Double.NaN));
        } catch (AlignerException e) {
            texts.add(text);
            scores.add(Double.NaN);
        }
    }
}
