// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.runtime.RuntimeMachine;
import io.github.aligner4j.runtime.RuntimeOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The embedded Aligner on one device and in one number type, as a check of libtorch's kernels there.
 *
 * @param device the device
 * @param dtype the number type
 * @param passed true if it corrects as it should
 * @param seconds the time for loading it and for two corrections
 * @param fallbacks matrices for which libtorch's fastest kernel gives wrong products, so that another one is used
 * @param error the reason why it does not run, null if it does
 */
record KernelCheck(
        String device,
        String dtype,
        boolean passed,
        double seconds,
        List<String> fallbacks,
        @Nullable String error) {

    private static final String CPU = "cpu";
    private static final List<String> CPU_TYPES = List.of("float32", "bfloat16", "float16", "int8");
    private static final List<String> CUDA_TYPES = List.of("float32", "bfloat16", "float16");

    /** Copies the list. */
    KernelCheck {
        fallbacks = List.copyOf(fallbacks);
    }

    /** Checks each device that libtorch can use, or the chosen one, in each type or the chosen one. */
    static List<KernelCheck> runAll(RuntimeMachine machine, RuntimeOptions options) {
        List<KernelCheck> checks = new ArrayList<>();
        for (String device : devices(machine, options.device())) {
            for (String dtype : types(device, options.dtype())) {
                checks.add(run(options.withDevice(device).withDtype(dtype)));
            }
        }
        return checks;
    }

    static List<String> devices(RuntimeMachine machine, String chosen) {
        int gpus = machine.engine() == null ? 0 : machine.engine().gpus();
        return chosen.equals("auto")
                ? Stream.concat(Stream.of(CPU), IntStream.range(0, gpus).mapToObj(number -> "cuda:" + number))
                        .toList()
                : List.of(chosen);
    }

    static List<String> types(String device, String chosen) {
        if (!chosen.equals("auto")) {
            return List.of(chosen);
        }
        return device.equals(CPU) ? CPU_TYPES : CUDA_TYPES;
    }

    private static KernelCheck run(RuntimeOptions options) {
        long started = System.nanoTime();
        DoctorPatient.Source embedded = new DoctorPatient.Source("embedded", Map.of(), null, folder -> {
            throw new IllegalArgumentException(folder);
        });
        try (DoctorPatient patient = DoctorPatient.open(embedded, options)) {
            List<DoctorReport.Check> checks = DoctorChecks.run(patient.kind(), patient.aligner());
            return new KernelCheck(
                    options.device(),
                    options.dtype(),
                    checks.stream().allMatch(DoctorReport.Check::passed),
                    since(started),
                    patient.status().get().kernelFallbacks(),
                    checks.stream()
                            .filter(check -> !check.passed())
                            .map(check -> check.error() == null ? "wrong: " + check.name() : check.error())
                            .findFirst()
                            .orElse(null));
        } catch (RuntimeException e) {
            return new KernelCheck(
                    options.device(), options.dtype(), false, since(started), List.of(), ErrorMessages.about(e));
        }
    }

    private static double since(long started) {
        return Seconds.of(Duration.ofNanos(System.nanoTime() - started));
    }
}
