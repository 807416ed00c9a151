// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.RuntimeMachine.Cuda;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Advice on how to make libtorch start and use the devices of this machine. */
final class MachineAdvice {

    private static final String GUIDE = " (docs/guide/gpu.md)";

    private MachineAdvice() {}

    /**
     * Returns sentences, none if all is well.
     *
     * @param engine the engine, null if it can't be started
     * @param missing names of missing libraries
     * @param cuda the driver
     */
    static List<String> of(@Nullable RuntimeEngine engine, List<String> missing, Cuda cuda) {
        List<String> advice = new ArrayList<>();
        if (!missing.isEmpty()) {
            advice.add("Put " + String.join(", ", missing) + " beside libtorch or on LD_LIBRARY_PATH"
                    + (engine == null ? "" : ", if what needs it is used") + "." + GUIDE);
        }
        if (cuda.error() != null) {
            advice.add("NVIDIA's driver fails with error " + cuda.error() + " of cuda.h: check that nvidia-smi works"
                    + " here, and that the driver was not updated without a restart.");
        }
        if (engine != null && engine.gpus() == 0) {
            advice.addAll(engine.flavor().startsWith("cu") ? noDevice(engine, cuda) : noCuda(engine, cuda));
        }
        return advice;
    }

    private static List<String> noCuda(RuntimeEngine engine, Cuda cuda) {
        return cuda.devices().isEmpty()
                ? List.of()
                : List.of("libtorch " + engine.libtorch() + " is for CPUs. To use "
                        + cuda.devices().get(0).name() + ", set ALIGNER_LIBTORCH to a folder with libtorch for CUDA."
                        + GUIDE);
    }

    private static List<String> noDevice(RuntimeEngine engine, Cuda cuda) {
        if (cuda.driver() == null) {
            return List.of(
                    "libtorch is for CUDA, but there is no NVIDIA driver: install it, or start the container with"
                            + " --gpus all." + GUIDE);
        }
        if (cuda.error() != null) {
            return List.of();
        }
        return List.of(
                cuda.devices().isEmpty()
                        ? "The driver sees no device: check nvidia-smi, CUDA_VISIBLE_DEVICES, and --gpus of the container."
                        : "libtorch is made for CUDA as of " + engine.flavor()
                                + " and sees no device; the driver runs CUDA up to " + cuda.driver()
                                + ": update the driver, or take a libtorch for an older CUDA." + GUIDE);
    }
}
