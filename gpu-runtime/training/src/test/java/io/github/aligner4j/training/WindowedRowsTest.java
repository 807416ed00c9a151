// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor.Window;
import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WindowedRowsTest {

    private static final CorrectionRow FITS =
            new CorrectionRow("What is it?", "A bad cat.", "A cat that is very good.");

    @Test
    void questions_are_cut_to_what_is_read_of_them_when_correcting() {
        assertThat(new WindowedRows(new Window(10, 0)).of(data(FITS)).train())
                .extracting(CorrectionRow::question)
                .containsExactly("");
        assertThat(new WindowedRows(new Window(10, 3)).of(data(FITS)).dev())
                .extracting(CorrectionRow::question)
                .containsExactly("it?");
    }

    @Test
    void answers_and_corrections_stay_as_they_are() {
        assertThat(new WindowedRows(new Window(10, 100)).of(data(FITS)).train()).containsExactly(FITS);
    }

    @Test
    void answers_that_are_longer_than_the_window_are_refused_with_the_way_out() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WindowedRows(new Window(9, 0)).of(data(FITS)))
                .withMessage(
                        "1 of 1 answers exceed the window of 9 characters in the checkpoint's aligner.json; cut them with"
                                + " aligner dataset build --window 9");
    }

    private static TrainingDataset data(CorrectionRow row) {
        return new TrainingDataset(List.of(row), List.of(row), List.of());
    }
}
