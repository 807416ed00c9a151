// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.runtime.RuntimeEngine;
import io.github.aligner4j.runtime.RuntimeMachine;
import io.github.aligner4j.runtime.RuntimeMachine.Cuda;
import io.github.aligner4j.runtime.RuntimeMachine.Gpu;
import io.github.aligner4j.runtime.RuntimeMachine.Libraries;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints the native libraries and devices of {@code aligner doctor} for people. */
final class MachineTable {

    private MachineTable() {}

    static void print(PrintWriter out, RuntimeMachine machine) {
        RuntimeEngine engine = machine.engine();
        DoctorTable.line(
                out,
                "libtorch",
                engine == null
                        ? "not started: " + machine.failure()
                        : engine.libtorch() + " " + engine.flavor() + " from the " + from(engine) + ", " + engine.gpus()
                                + " CUDA devices");
        DoctorTable.line(
                out,
                "class path",
                machine.classPath().isEmpty()
                        ? "no libtorch"
                        : "libtorch for " + String.join(", ", machine.classPath()));
        print(out, machine.libraries());
        print(out, machine.cuda());
        machine.advice().forEach(advice -> DoctorTable.line(out, "to do", advice));
    }

    static void print(PrintWriter out, List<KernelCheck> kernels) {
        if (kernels.isEmpty()) {
            return;
        }
        out.println();
        for (KernelCheck each : kernels) {
            out.printf(
                    Locale.ROOT,
                    "%s  %s in %s (%.2f s)%s%s%n",
                    each.passed() ? "PASS" : "FAIL",
                    each.device(),
                    each.dtype(),
                    each.seconds(),
                    each.fallbacks().isEmpty() ? "" : "; other kernels for " + String.join(", ", each.fallbacks()),
                    each.error() == null ? "" : "; " + each.error());
        }
    }

    private static String from(RuntimeEngine engine) {
        return engine.location().equals("class path") ? "class path" : "folder " + engine.location();
    }

    private static void print(PrintWriter out, Libraries libraries) {
        if (libraries.folder() != null) {
            DoctorTable.line(out, "libraries", String.join(", ", libraries.found()) + " in " + libraries.folder());
        }
        if (!libraries.missing().isEmpty()) {
            DoctorTable.line(out, "missing", String.join(", ", libraries.missing()));
        }
    }

    private static void print(PrintWriter out, Cuda cuda) {
        DoctorTable.line(
                out,
                "CUDA",
                cuda.driver() == null
                        ? "no NVIDIA driver"
                        : "driver for CUDA up to " + cuda.driver()
                                + (cuda.error() == null ? "" : ", fails with error " + cuda.error())
                                + (cuda.devices().isEmpty() ? ", no device" : ""));
        for (int number = 0; number < cuda.devices().size(); number++) {
            Gpu gpu = cuda.devices().get(number);
            DoctorTable.line(
                    out,
                    "cuda:" + number,
                    gpu.name() + ", compute capability " + gpu.capability() + ", "
                            + DoctorTable.bytes(gpu.memoryBytes()));
        }
    }
}
