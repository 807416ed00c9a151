// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.runtime.checkpoint.StoredType;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ExecutionTest {

    private static final Execution FAST = new Execution("cpu", Precision.FLOAT32, MatrixFormat.PREPACKED);
    private static final Execution PLAIN = new Execution("cpu", Precision.FLOAT32, MatrixFormat.PLAIN);

    @Test
    void auto_runs_bfloat16_on_the_cpu_only_where_it_is_fast() {
        assertThat(candidates("cpu", "auto", StoredType.BF16))
                .containsExactly(new Execution("cpu", Precision.BFLOAT16, MatrixFormat.PREPACKED), FAST, PLAIN);
    }

    @Test
    void auto_runs_float16_and_float32_on_the_cpu_as_float32() {
        assertThat(candidates("cpu", "auto", StoredType.F16)).containsExactly(FAST, PLAIN);
        assertThat(candidates("cpu", "auto", StoredType.F32)).containsExactly(FAST, PLAIN);
    }

    @Test
    void auto_takes_the_checkpoints_own_type_on_cuda() {
        assertThat(candidates("cuda:1", "auto", StoredType.F16))
                .containsExactly(new Execution("cuda:1", Precision.FLOAT16, MatrixFormat.PLAIN));
    }

    @Test
    void a_chosen_type_is_kept() {
        assertThat(candidates("cpu", "bfloat16", StoredType.F32))
                .extracting(Execution::precision)
                .containsOnly(Precision.BFLOAT16);
    }

    @Test
    void int8_is_rounded_weights_under_bfloat16_activations() {
        Execution execution = candidates("cpu", "int8", StoredType.F32).get(0);
        assertThat(execution).isEqualTo(new Execution("cpu", Precision.BFLOAT16, MatrixFormat.INT8));
        assertThat(execution.dtype()).isEqualTo("int8");
    }

    @Test
    void int8_is_refused_on_cuda() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> candidates("cuda:0", "int8", StoredType.BF16))
                .withMessage("dtype int8 runs on a CPU only, not on cuda:0:"
                        + " choose device cpu, or dtype auto, bfloat16 or float16");
    }

    @Test
    void keys_and_values_are_float32_on_a_cpu_and_of_the_activations_type_elsewhere() {
        assertThat(new Execution("cpu", Precision.BFLOAT16, MatrixFormat.PREPACKED).cachePrecision())
                .isEqualTo(Precision.FLOAT32);
        assertThat(new Execution("cuda:0", Precision.BFLOAT16, MatrixFormat.PLAIN).cachePrecision())
                .isEqualTo(Precision.BFLOAT16);
    }

    @Test
    void auto_takes_the_first_cuda_device_if_there_is_one() {
        assertThat(TorchEngine.device("auto", 0)).isEqualTo("cpu");
        assertThat(TorchEngine.device("auto", 2)).isEqualTo("cuda:0");
        assertThat(TorchEngine.device("cuda:1", 2)).isEqualTo("cuda:1");
    }

    @Test
    void a_device_that_is_not_there_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchEngine.device("cuda:0", 0))
                .withMessage("device cuda:0 is not available: libtorch sees no CUDA device here;"
                        + " choose auto or cpu, or run 'aligner doctor --machine', which says what is missing for CUDA;"
                        + " see docs/guide/gpu.md");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchEngine.device("cuda:2", 2))
                .withMessageContaining("sees cuda:0 to cuda:1");
    }

    @Test
    void factors_are_rounded_to_the_precision_in_which_they_multiply() {
        assertThat(Precision.BFLOAT16.nearest(Math.sqrt(3072))).isEqualTo(55.5);
        assertThat(Precision.BFLOAT16.nearest(Math.sqrt(1152))).isEqualTo(34);
        assertThat(Precision.FLOAT32.nearest(Math.sqrt(1152))).isEqualTo((float) Math.sqrt(1152));
    }

    private static List<Execution> candidates(String device, String dtype, StoredType stored) {
        return Execution.candidates(device, new ExecutionOptions(device, dtype, 0), stored);
    }
}
