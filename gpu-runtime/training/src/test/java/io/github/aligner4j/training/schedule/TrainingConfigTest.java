// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.schedule;

import io.github.aligner4j.training.network.LoraSettings;
import io.github.aligner4j.training.network.MicroBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class TrainingConfigTest {

    @Test
    void the_learning_rate_rises_in_a_line_and_falls_as_a_cosine() {
        TrainingConfig.Optimization optimization = new TrainingConfig.Optimization(0.1, 0, 1, 0.03);

        assertThat(optimization.learningRate(0, 100)).isCloseTo(0.025, within(1e-9));
        assertThat(optimization.learningRate(2, 100)).isCloseTo(0.075, within(1e-9));
        assertThat(optimization.learningRate(3, 100)).isCloseTo(0.1, within(1e-9));
        assertThat(optimization.learningRate(3 + 97 / 2, 100)).isCloseTo(0.05, within(2e-3));
        assertThat(optimization.learningRate(99, 100)).isBetween(0.0, 1e-4);
        assertThat(optimization.learningRate(0, 1)).isPositive();
    }

    @Test
    void every_example_is_seen_once_in_each_epoch_with_others_of_its_length() {
        Stage stage = stage(1000);
        BatchOrder order = new BatchOrder(stage, 8, 5);
        List<Example> seen = new ArrayList<>();
        int spread = 0;
        for (int step = 0; step < 125; step++) {
            List<Example> batch = order.step(step);
            seen.addAll(batch);
            spread += batch.stream().mapToInt(Example::length).max().orElseThrow()
                    - batch.stream().mapToInt(Example::length).min().orElseThrow();
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(stage.examples());
        assertThat(spread / 125).isLessThan(5);
        assertThat(order.step(125)).isNotEqualTo(order.step(0));
    }

    @Test
    void the_order_follows_from_seed_and_step_alone() {
        List<Example> late = new BatchOrder(stage(100), 8, 5).step(17);
        BatchOrder walked = new BatchOrder(stage(100), 8, 5);
        IntStream.range(0, 17).forEach(walked::step);

        assertThat(lengths(walked.step(17))).isEqualTo(lengths(late));
        assertThat(lengths(new BatchOrder(stage(100), 8, 6).step(17))).isNotEqualTo(lengths(late));
    }

    @Test
    void small_batches_hold_all_examples_within_the_limit() {
        List<Example> examples = List.of(
                new Example(new int[] {1, 2, 3, 4}, 2),
                new Example(new int[] {5, 6}, 1),
                new Example(new int[] {7, 8, 9}, 2));

        List<MicroBatch> batches = MicroBatches.of(examples, 4);

        assertThat(batches).hasSize(2);
        assertThat(batches.get(0).ids()).containsExactly(1, 2, 3);
        assertThat(batches.get(0).labelPositions()).containsExactly(1, 2);
        assertThat(batches.get(0).labels()).containsExactly(3, 4);
        assertThat(batches.get(1).ids()).containsExactly(7, 8, 5, 0);
        assertThat(batches.get(1).labelPositions()).containsExactly(1, 2);
        assertThat(batches.get(1).labels()).containsExactly(9, 6);
        assertThat(MicroBatches.of(examples, 1)).hasSize(3);
    }

    @Test
    void labels_keep_their_weights_in_small_batches_and_labels_of_prompts_follow_the_others_of_their_row() {
        List<Example> examples = List.of(
                new Example(new int[] {1, 2, 3, 4}, 2, new float[] {5, 1}, List.of(new Example.PromptLabel(0, 8, 2))),
                new Example(new int[] {7, 8, 9}, 2, new float[] {0.5f}, List.of()));

        MicroBatch batch = MicroBatches.of(examples, 100).get(0);

        assertThat(batch.labelPositions()).containsExactly(1, 2, 0, 4);
        assertThat(batch.labels()).containsExactly(3, 4, 8, 9);
        assertThat(batch.weights()).containsExactly(5, 1, 2, 0.5f);
        assertThat(batch.weight()).isEqualTo(8.5);
        assertThat(batch.isFirst(0)).isTrue();
        assertThat(batch.isFirst(2)).isFalse();
        assertThat(batch.isFirst(3)).isTrue();
        assertThat(examples).extracting(Example::weight).containsExactly(8.0, 0.5);
    }

    @Test
    void values_out_of_range_are_refused() {
        assertThatThrownBy(() -> new TrainingConfig.Optimization(0, 0, 1, 0))
                .hasMessage("learning rate must be between 0 and 1, but was 0.0");
        assertThatThrownBy(() -> new TrainingConfig.LossWeights(0, 1, 0))
                .hasMessage("detector weight must be above 0 and at most 1000.0, but was 0.0");
        assertThatThrownBy(() -> new TrainingConfig.LossWeights(1, 1, -1))
                .hasMessage("sentence weight must be above 0 and at most 1000.0, but was -1.0");
        assertThatThrownBy(() -> new TrainingConfig.Stages(1, 1.5, 1, 1))
                .hasMessage("warm-up fraction must be 0 to 1.0, but was 1.5");
        assertThatThrownBy(() -> new TrainingConfig.Batching(0, 1, 8))
                .hasMessage("batch size must be at least 1, but was 0");
        assertThatThrownBy(() -> new TrainingConfig.Intervals(1, 0, 0))
                .hasMessage("steps between checkpoints must be at least 1, but was 0");
        assertThatThrownBy(() -> new LoraSettings(0, 1, List.of("q_proj"))).hasMessageContaining("LoRA rank");
        assertThatThrownBy(() -> new LoraSettings(1, 0, List.of("q_proj"))).hasMessageContaining("LoRA alpha");
        assertThatThrownBy(() -> new LoraSettings(1, 1, List.of("qkv"))).hasMessageContaining("LoRA targets");
        assertThatThrownBy(() -> new Example(new int[] {1}, 1))
                .hasMessageContaining("the first label of an example of 1 tokens must be");
        assertThatThrownBy(() -> new MicroBatch(new long[3], 2, new long[0], new long[0], new float[0]))
                .hasMessageContaining("a batch of 2 rows has 3 ids");
    }

    private static List<Integer> lengths(List<Example> examples) {
        return examples.stream().map(Example::length).toList();
    }

    private static Stage stage(int count) {
        return new Stage(
                "correction",
                IntStream.range(0, count)
                        .mapToObj(i -> new Example(new int[2 + i * 7919 % 100], 1))
                        .toList(),
                3);
    }
}
