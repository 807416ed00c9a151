// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.RuntimeMachine.Cuda;
import io.github.aligner4j.runtime.RuntimeMachine.Gpu;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MachineAdviceTest {

    private static final List<Gpu> H200 = List.of(new Gpu("NVIDIA H200", "9.0", 1L << 37));

    @Test
    void a_machine_on_which_all_is_well_needs_no_advice() {
        assertThat(advice(engine("cpu", 0), new Cuda(null, null, List.of()))).isEmpty();
        assertThat(advice(engine("cu128", 1), new Cuda("12.8", null, H200))).isEmpty();
    }

    @Test
    void a_device_that_libtorch_for_CPUs_can_t_use_leads_to_libtorch_for_CUDA() {
        assertThat(advice(engine("cpu", 0), new Cuda("12.8", null, H200)))
                .containsExactly(
                        "libtorch 2.7.1 is for CPUs. To use NVIDIA H200, set ALIGNER_LIBTORCH to a folder with libtorch for"
                                + " CUDA. (docs/guide/gpu.md)");
    }

    @Test
    void libtorch_for_CUDA_without_a_driver_leads_to_the_driver() {
        assertThat(advice(engine("cu128", 0), new Cuda(null, null, List.of())))
                .containsExactly(
                        "libtorch is for CUDA, but there is no NVIDIA driver: install it, or start the container with"
                                + " --gpus all. (docs/guide/gpu.md)");
    }

    @Test
    void a_driver_that_is_too_old_is_to_be_updated() {
        assertThat(advice(engine("cu128", 0), new Cuda("12.2", null, H200)))
                .singleElement()
                .asString()
                .contains("made for CUDA as of cu128", "the driver runs CUDA up to 12.2: update the driver");
    }

    @Test
    void a_hidden_device_leads_to_the_variable_that_hides_it() {
        assertThat(advice(engine("cu128", 0), new Cuda("12.8", null, List.of())))
                .singleElement()
                .asString()
                .contains("The driver sees no device", "CUDA_VISIBLE_DEVICES");
    }

    @Test
    void a_driver_that_fails_is_named_with_its_error() {
        assertThat(advice(engine("cu128", 0), new Cuda("12.8", 803, List.of())))
                .singleElement()
                .asString()
                .startsWith("NVIDIA's driver fails with error 803 of cuda.h: check that nvidia-smi works");
    }

    @Test
    void missing_libraries_are_listed() {
        assertThat(MachineAdvice.of(null, List.of("libcublas.so.12", "libcudnn.so.9"), new Cuda("12.8", null, H200)))
                .containsExactly(
                        "Put libcublas.so.12, libcudnn.so.9 beside libtorch or on LD_LIBRARY_PATH. (docs/guide/gpu.md)");
    }

    @Test
    void this_machine_is_examined() {
        RuntimeMachine machine = RuntimeMachine.examine();

        assertThat(machine.failure()).isNull();
        assertThat(machine.engine())
                .isNotNull()
                .extracting(RuntimeEngine::libtorch)
                .isEqualTo("2.7.1");
        assertThat(machine.classPath()).anyMatch(each -> each.startsWith(machine.platform() + " cpu 2.7.1"));
        assertThat(machine.libraries().found()).anyMatch(name -> name.contains("torch_cpu."));
        assertThat(machine.libraries().missing()).isEmpty();
    }

    private static List<String> advice(@Nullable RuntimeEngine engine, Cuda cuda) {
        return MachineAdvice.of(engine, List.of(), cuda);
    }

    private static RuntimeEngine engine(String flavor, int gpus) {
        return new RuntimeEngine("2.7.1", flavor, "class path", gpus, "a processor");
    }
}
