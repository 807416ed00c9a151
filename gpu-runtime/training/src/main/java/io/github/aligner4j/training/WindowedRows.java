// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor.Window;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.windowed.WindowedAligner;
import java.util.List;

/**
 * Prepares rows for a checkpoint that reads long answers in windows, so that training and inference see the same prompts.
 *
 * @param window the window of the checkpoint
 */
record WindowedRows(Window window) {

    TrainingDataset of(TrainingDataset data) {
        return new TrainingDataset(of(data.train()), of(data.dev()), data.texts(), data.completions());
    }

    /** Truncates questions. Answers can't be truncated, because the matching part of the correction is unknown. */
    private List<CorrectionRow> of(List<CorrectionRow> rows) {
        int maxCharacters = window.answerCharacters();
        long tooLong = rows.stream()
                .filter(row -> row.answer().length() > maxCharacters)
                .count();
        if (tooLong > 0) {
            throw new IllegalArgumentException(tooLong + " of " + rows.size() + " answers exceed the window of "
                    + maxCharacters
                    + " characters in the checkpoint's aligner.json; cut them with aligner dataset build"
                    + " --window " + maxCharacters);
        }
        return rows.stream().map(this::of).toList();
    }

    private CorrectionRow of(CorrectionRow row) {
        String question = WindowedAligner.endOf(row.question(), window.questionCharacters());
        return row.with(question, row.answer(), row.correction());
    }
}
