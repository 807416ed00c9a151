// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import io.github.aligner4j.training.dataset.DatasetPipeline.Count;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DatasetPipelineTest {

    private static final CorrectionRow RUDE = new CorrectionRow("", "You fool.", "You.");
    private static final CorrectionRow GOOD = new CorrectionRow("", "Fine.", "Fine.");

    private final List<Count> counts = new ArrayList<>();

    @Test
    void steps_run_in_order_and_each_is_counted() throws IOException {
        DatasetPipeline pipeline = new DatasetPipeline(List.of(
                read(List.of(RUDE, RUDE, GOOD)),
                DatasetSteps.dropDuplicates(),
                DatasetSteps.limitIdentity(0),
                DatasetSteps.cutWindows(new Windowing(80, 0))));

        assertThat(pipeline.run(1, counts::add)).containsExactly(RUDE);
        assertThat(counts)
                .containsExactly(
                        new Count("read", 0, 3, ""),
                        new Count("drop duplicates, ignoring case and white space", 3, 2, ""),
                        new Count("keep at most 0 identity rows", 2, 1, ""),
                        new Count(
                                "cut windows of at most 80 characters",
                                1,
                                1,
                                "0 left out, with a boundary inside an edit"));
    }

    @Test
    void a_source_is_no_part_of_the_dataset_until_a_step_adds_it() throws IOException {
        DatasetStep source = new DatasetStep(
                "read pairs",
                (draft, random) -> draft.withSource("a", List.of(RUDE)).plusSource("a", List.of(GOOD)));

        assertThat(new DatasetPipeline(List.of(source)).run(1, counts::add)).isEmpty();
        assertThat(new DatasetPipeline(List.of(source, DatasetSteps.add("a"))).run(1, counts::add))
                .containsExactly(RUDE, GOOD);
        assertThat(new DatasetPipeline(List.of(DatasetSteps.add("a"))).run(1, counts::add))
                .isEmpty();
    }

    @Test
    void the_same_seed_draws_the_same_rows() throws IOException {
        List<CorrectionRow> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(new CorrectionRow("", "word" + i, "word" + i));
        }
        DatasetPipeline pipeline = new DatasetPipeline(List.of(read(many), DatasetSteps.limitIdentity(10)));

        List<CorrectionRow> drawn = pipeline.run(7, counts::add);

        assertThat(pipeline.run(7, counts::add)).isEqualTo(drawn);
        assertThat(pipeline.run(8, counts::add)).hasSize(10).isNotEqualTo(drawn);
    }

    @Test
    void a_note_belongs_to_its_step_alone() throws IOException {
        DatasetStep noting = new DatasetStep("note", (draft, random) -> draft.withNote("noted"));

        new DatasetPipeline(List.of(noting, DatasetSteps.dropRepetitions())).run(1, counts::add);

        assertThat(counts).extracting(Count::note).containsExactly("noted", "");
    }

    @Test
    void steps_are_explained_without_running() {
        DatasetStep failing = new DatasetStep("fail", (draft, random) -> {
            throw new IOException("no file");
        });
        DatasetPipeline pipeline = new DatasetPipeline(List.of(failing, DatasetSteps.keepFirstCorrections()));

        assertThat(pipeline.explain()).isEqualTo("1. fail\n2. keep the first correction of each answer");
        assertThatThrownBy(() -> pipeline.run(1, counts::add)).hasMessage("no file");
    }

    private static DatasetStep read(List<CorrectionRow> rows) {
        return new DatasetStep("read", (draft, random) -> draft.plusRows(rows));
    }
}
