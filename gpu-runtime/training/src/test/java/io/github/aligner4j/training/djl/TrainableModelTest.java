// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.djl;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.golden.GoldenRow;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.training.network.LoraSettings;
import io.github.aligner4j.training.network.MicroBatch;
import io.github.aligner4j.training.network.Parameter;
import io.github.aligner4j.training.network.ParameterLayout;
import io.github.aligner4j.training.network.UpdateSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class TrainableModelTest {

    @TempDir
    private Path folder;

    static List<String> families() {
        return GoldenCheckpoint.names();
    }

    @ParameterizedTest
    @MethodSource("families")
    void the_loss_is_that_of_the_reference_in_every_family(String name) {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack(name, folder);
        try (TrainableModel model = full(golden, false)) {
            for (GoldenRow row : golden.rows()) {
                assertThat(model.loss(lastToken(row, 3))).isCloseTo(expected(row, 3), within(1e-4));
            }
        }
    }

    @Test
    void rows_padded_to_one_length_have_the_losses_they_have_alone() {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("llama-gqa", folder);
        GoldenRow first = golden.rows().get(0);
        GoldenRow second = golden.rows().get(1);
        try (TrainableModel model = full(golden, false)) {
            double together = model.loss(padded(first, second, 7));
            assertThat(together).isCloseTo(expected(first, 7) + expected(second, 7), within(1e-4));
        }
    }

    @Test
    void the_loss_of_a_label_counts_by_its_weight() {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("llama-gqa", folder);
        GoldenRow row = golden.rows().get(0);
        try (TrainableModel model = full(golden, false)) {
            MicroBatch once = lastToken(row, 3);
            MicroBatch thrice =
                    new MicroBatch(once.ids(), once.rows(), once.labelPositions(), once.labels(), new float[] {3});

            assertThat(model.loss(thrice)).isCloseTo(3 * model.loss(once), within(1e-4));
        }
    }

    @Test
    void an_evaluation_has_the_loss_of_each_label_and_the_logits_of_the_asked_tokens() {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("llama-gqa", folder);
        GoldenRow first = golden.rows().get(0);
        GoldenRow second = golden.rows().get(1);
        try (TrainableModel model = full(golden, false)) {
            float[][] labels = model.evaluate(padded(first, second, 7), 7, 3);

            assertThat(labels).hasDimensions(2, 3);
            assertThat((double) labels[0][0]).isCloseTo(expected(first, 7), within(1e-4));
            assertThat((double) labels[1][0]).isCloseTo(expected(second, 7), within(1e-4));
            assertThat((double) labels[1][1] - labels[1][2])
                    .as("a difference of logits is one of log probabilities")
                    .isCloseTo(expected(second, 3) - expected(second, 7), within(1e-4));
        }
    }

    @Test
    void bfloat16_comes_close() {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("gemma3", folder);
        GoldenRow row = golden.rows().get(0);
        try (TrainableModel model = full(golden, true)) {
            assertThat(model.loss(lastToken(row, 3))).isCloseTo(expected(row, 3), within(0.1));
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void gradients_are_those_of_finite_differences_in_every_family(String name) {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack(name, folder);
        try (TrainableModel model = full(golden, false)) {
            checkGradients(model, batch(golden.rows().get(0)), 0);
        }
    }

    @Test
    void gradients_of_adapters_are_those_of_finite_differences() {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("qwen3", folder);
        LoraSettings lora = new LoraSettings(4, 8, LoraSettings.ALL_TARGETS);
        CheckpointDirectory checkpoint = CheckpointDirectory.open(golden.folder());
        ParameterLayout layout = ParameterLayout.withAdapters(checkpoint.config(), lora);
        try (TrainableModel model = load(layout, checkpoint, false)) {
            SplittableRandom random = new SplittableRandom(1);
            int base = layout.base().size();
            for (int i = base; i < layout.parameters().size(); i++) {
                model.set(i, random(layout.parameters().get(i), random));
            }
            assertThat(model.trained()).isEqualTo(layout.adapters().size());
            checkGradients(model, batch(golden.rows().get(0)), base);
        }
    }

    @Test
    void an_adapter_of_a_matrix_that_the_base_has_only_as_part_of_another_is_refused() {
        CheckpointDirectory checkpoint = CheckpointDirectory.open(
                GoldenCheckpoint.unpack("granitemoehybrid", folder).folder());
        assertThatThrownBy(() -> ParameterLayout.withAdapters(
                        checkpoint.config(), new LoraSettings(2, 4, List.of("v_proj", "gate_proj"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an adapter of 'gate_proj' can't be trained, as the base has no matrix"
                        + " 'mlp.gate_proj'; choose others of [q_proj,");
        assertThat(ParameterLayout.withAdapters(
                                checkpoint.config(), new LoraSettings(2, 4, List.of("v_proj", "o_proj")))
                        .adapters())
                .hasSize(3 * 2 * 2);
    }

    @Test
    void adapters_of_zero_change_nothing() {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("llama-tied", folder);
        GoldenRow row = golden.rows().get(0);
        CheckpointDirectory checkpoint = CheckpointDirectory.open(golden.folder());
        LoraSettings lora = new LoraSettings(2, 4, List.of("v_proj", "q_proj"));
        try (TrainableModel model = load(ParameterLayout.withAdapters(checkpoint.config(), lora), checkpoint, false)) {
            assertThat(model.loss(lastToken(row, 3))).isCloseTo(expected(row, 3), within(1e-4));
        }
    }

    @Test
    void steps_are_those_of_adamw_with_a_clipped_gradient() {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("llama-gqa", folder);
        try (TrainableModel model = full(golden, false)) {
            MicroBatch batch = batch(golden.rows().get(0));
            float[] before = model.get(0);
            model.accumulateGradients(List.of(batch), 1.0);
            float[] gradient = model.gradient(0);
            double norm = model.update(new UpdateSettings(0.01, 0.1, 0.5, 1));

            assertThat(norm).isGreaterThan(0.5);
            for (int i = 0; i < before.length; i += 97) {
                double cut = gradient[i] * 0.5 / (norm + 1e-6);
                double direction = cut / (Math.abs(cut) + 1e-8);
                double expected = before[i] * (1 - 0.01 * 0.1) - 0.01 * direction;
                assertThat((double) model.get(0)[i]).isCloseTo(expected, within(1e-5));
                assertThat((double) model.firstMoment(0)[i]).isCloseTo(0.1 * cut, within(1e-7));
                assertThat((double) model.secondMoment(0)[i]).isCloseTo(0.05 * cut * cut, within(1e-9));
            }
            assertThat(model.gradient(0)).containsOnly(0f);
        }
    }

    @Test
    void gradients_of_small_batches_add_up() {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("llama-gqa", folder);
        GoldenRow first = golden.rows().get(0);
        GoldenRow second = golden.rows().get(1);
        try (TrainableModel model = full(golden, false)) {
            double together = model.accumulateGradients(List.of(padded(first, second, 7)), 0.5);
            float[] expected = model.gradient(3);
            model.update(new UpdateSettings(0, 0, 0, 1));
            double apart = model.accumulateGradients(List.of(lastToken(first, 7), lastToken(second, 7)), 0.5);

            assertThat(apart).isCloseTo(together, within(1e-5));
            assertThat(model.gradient(3)).usingComparatorWithPrecision(1e-4f).containsExactly(expected);
        }
    }

    @Test
    void a_device_that_is_not_there_is_refused() {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("llama-gqa", folder);
        CheckpointDirectory checkpoint = CheckpointDirectory.open(golden.folder());
        ParameterLayout layout = ParameterLayout.full(checkpoint.config());
        assertThatThrownBy(() -> TrainableModel.start(layout, "cuda:17", false, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cuda:17 is not available");
    }

    /** Compares along a random direction through all trained parameters of each tensor, with central differences. */
    private static void checkGradients(TrainableModel model, MicroBatch batch, int firstTrained) {
        double lossScale = 1.0 / batch.labels().length;
        model.accumulateGradients(List.of(batch), lossScale);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < model.trained(); i++) {
            float[] gradient = model.gradient(i);
            float[] before = model.get(firstTrained + i);
            double length = Math.sqrt(dot(gradient, gradient));
            float[] direction = new float[before.length];
            for (int j = 0; j < direction.length; j++) {
                double noise = 0.3 * random.nextDouble(-1, 1) / Math.sqrt(before.length);
                direction[j] = (float) (gradient[j] / (length + 1e-12) + noise);
            }
            // Far enough for float32 to see the loss change, near enough for it to change evenly.
            double step = Math.min(5e-3, 5e-3 / length);
            model.set(firstTrained + i, moved(before, direction, step));
            double ahead = model.loss(batch);
            model.set(firstTrained + i, moved(before, direction, -step));
            double slope = (ahead - model.loss(batch)) * lossScale / (2 * step);
            model.set(firstTrained + i, before);
            assertThat(slope).isCloseTo(dot(gradient, direction), within(1e-2 * length + 2e-4));
        }
    }

    private static float[] moved(float[] from, float[] direction, double step) {
        float[] moved = from.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (step * direction[i]);
        }
        return moved;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static float[] random(Parameter parameter, SplittableRandom random) {
        float[] values = new float[Math.toIntExact(parameter.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-0.1, 0.1);
        }
        return values;
    }

    private static TrainableModel full(GoldenCheckpoint golden, boolean bfloat16) {
        CheckpointDirectory checkpoint = CheckpointDirectory.open(golden.folder());
        return load(ParameterLayout.full(checkpoint.config()), checkpoint, bfloat16);
    }

    private static TrainableModel load(ParameterLayout layout, CheckpointDirectory checkpoint, boolean bfloat16) {
        TrainableModel model = TrainableModel.start(layout, "cpu", bfloat16, 1);
        List<Parameter> base = layout.base();
        for (int i = 0; i < base.size(); i++) {
            model.set(i, checkpoint.stored(base.get(i).name()).floats());
        }
        return model;
    }

    private static MicroBatch lastToken(GoldenRow row, int target) {
        long[] ids = ids(row);
        return new MicroBatch(ids, 1, new long[] {ids.length - 1}, new long[] {target}, new float[] {1});
    }

    /** All tokens of a row but the first are to be learnt. */
    private static MicroBatch batch(GoldenRow row) {
        long[] ids = ids(row);
        long[] places = new long[ids.length - 1];
        Arrays.setAll(places, i -> i);
        float[] weights = new float[places.length];
        Arrays.fill(weights, 1);
        return new MicroBatch(ids, 1, places, Arrays.copyOfRange(ids, 1, ids.length), weights);
    }

    private static MicroBatch padded(GoldenRow first, GoldenRow second, int target) {
        long[] a = ids(first);
        long[] b = ids(second);
        int columns = Math.max(a.length, b.length);
        long[] both = new long[2 * columns];
        System.arraycopy(a, 0, both, 0, a.length);
        System.arraycopy(b, 0, both, columns, b.length);
        return new MicroBatch(
                both, 2, new long[] {a.length - 1, columns + b.length - 1}, new long[] {target, target}, new float[] {
                    1, 1
                });
    }

    private static long[] ids(GoldenRow row) {
        return row.inputIds().stream().mapToLong(Integer::longValue).toArray();
    }

    private static double expected(GoldenRow row, int target) {
        double largest =
                row.lastLogits().stream().mapToDouble(Float::doubleValue).max().orElseThrow();
        double sum = row.lastLogits().stream()
                .mapToDouble(l -> Math.exp(l - largest))
                .sum();
        return largest + Math.log(sum) - row.lastLogits().get(target);
    }
}
