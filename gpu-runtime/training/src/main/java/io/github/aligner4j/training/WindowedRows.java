package io.github.aligner4j.training;

import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor.Window;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.windowed.WindowedAligner;
import java.util.List;

/**
 * Rows as a checkpoint with a window is going to read them, so that it learns what it will be asked.
 *
 * @param window how much it reads at a time
 */
record WindowedRows(Window window) {

    TrainingJob.Material of(TrainingJob.Material material) {
        return new TrainingJob.Material(
                of(material.train()), of(material.dev()), material.texts(), material.completions());
    }

    /** Cuts questions. Answers can't be cut: nobody knows where the corrections would have to be. */
    private List<CorrectionRow> of(List<CorrectionRow> rows) {
        int most = window.answerCharacters();
        long tooLong = rows.stream().filter(row -> row.answer().length() > most).count();
        if (tooLong > 0) {
            throw new IllegalArgumentException(tooLong + " of " + rows.size() + " answers have more than the " + most
                    + " characters that the checkpoint reads at a time (window in its aligner.json); give it pieces as long"
                    + " as that: aligner dataset build --window " + most + " makes them");
        }
        return rows.stream().map(this::of).toList();
    }

    private CorrectionRow of(CorrectionRow row) {
        String question = WindowedAligner.endOf(row.question(), window.questionCharacters());
        return new CorrectionRow(question, row.answer(), row.correction());
    }
}
