// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import com.sun.management.OperatingSystemMXBean;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.bench.ProcessMemory;
import io.github.aligner4j.runtime.RuntimeEngine;
import io.github.aligner4j.runtime.RuntimeMachine;
import io.github.aligner4j.runtime.RuntimeStatus;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The report of {@code aligner doctor}; {@code --json} prints its fields in this order.
 *
 * @param passed true if all checks passed
 * @param system the machine and its JVM
 * @param machine its native libraries and devices
 * @param kernels the checks of libtorch's kernels, with {@code --machine}
 * @param model the model, null if none was loaded
 * @param checks the checks of the model, in order
 */
record DoctorReport(
        boolean passed,
        SystemReport system,
        RuntimeMachine machine,
        List<KernelCheck> kernels,
        @Nullable ModelReport model,
        List<Check> checks) {

    /**
     * The machine and its JVM.
     *
     * @param java version and vendor of the JVM
     * @param os operating system and architecture
     * @param processor name of the processor
     * @param processors number of processors that the JVM may use
     * @param memoryBytes memory of the machine
     * @param maxHeapBytes maximum heap of the JVM
     * @param libtorch version of libtorch, null if it can't be started
     * @param gpus number of CUDA devices that libtorch can use
     */
    record SystemReport(
            String java,
            String os,
            String processor,
            int processors,
            long memoryBytes,
            long maxHeapBytes,
            @Nullable String libtorch,
            int gpus) {

        private static SystemReport of(RuntimeMachine machine) {
            RuntimeEngine engine = machine.engine();
            return new SystemReport(
                    System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
                    System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                    engine == null ? System.getProperty("os.arch") : engine.processor(),
                    Runtime.getRuntime().availableProcessors(),
                    ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                            .getTotalMemorySize(),
                    Runtime.getRuntime().maxMemory(),
                    engine == null ? null : engine.libtorch(),
                    engine == null ? 0 : engine.gpus());
        }
    }

    /**
     * The model.
     *
     * @param source the model as on the command line
     * @param kind the kind of corrector that it is
     * @param device the device that it runs on
     * @param dtype the type of its weights
     * @param kernelFallbacks matrices for which libtorch's fastest kernel gives wrong products on this processor
     * @param loadSeconds the time that loading took, a download included
     * @param peakBytes peak memory of the process, null where the operating system does not report it
     * @param kvCacheBytes device memory for keys and values in use
     * @param maxKvCacheBytes the maximum of it
     */
    record ModelReport(
            String source,
            String kind,
            String device,
            String dtype,
            List<String> kernelFallbacks,
            double loadSeconds,
            @Nullable Long peakBytes,
            long kvCacheBytes,
            long maxKvCacheBytes) {}

    /**
     * A check.
     *
     * @param name the sentence that it proves
     * @param passed true if it passed
     * @param seconds the time that the correction took
     * @param question the question
     * @param answer the answer that was corrected
     * @param correction the corrected answer, null if there was none
     * @param detections the detections, each as label and score
     * @param promptTokens tokens that the model read
     * @param completionTokens tokens that the model generated
     * @param error the reason why there is no corrected answer, null if there is one
     */
    record Check(
            String name,
            boolean passed,
            double seconds,
            String question,
            String answer,
            @Nullable String correction,
            List<Detected> detections,
            int promptTokens,
            int completionTokens,
            @Nullable String error) {

        static Check of(String name, boolean passed, CorrectionRequest request, Correction correction) {
            List<Detected> detections = correction.detections().stream()
                    .map(each -> new Detected(each.label(), each.score()))
                    .toList();
            return new Check(
                    name,
                    passed,
                    Seconds.of(correction.elapsed()),
                    request.question(),
                    request.answer(),
                    correction.answer(),
                    detections,
                    correction.usage().promptTokens(),
                    correction.usage().completionTokens(),
                    null);
        }

        static Check failed(String name, CorrectionRequest request, AlignerException failure, Duration elapsed) {
            List<Detected> detections = failure.detections().stream()
                    .map(each -> new Detected(each.label(), each.score()))
                    .toList();
            return new Check(
                    name,
                    false,
                    Seconds.of(elapsed),
                    request.question(),
                    request.answer(),
                    null,
                    detections,
                    0,
                    0,
                    ErrorMessages.about(failure));
        }
    }

    /**
     * A detection.
     *
     * @param label the label
     * @param score its score
     */
    record Detected(String label, double score) {}

    /** Returns the report on a machine without a model; it has not passed if libtorch can't be started. */
    static DoctorReport of(RuntimeMachine machine, List<KernelCheck> kernels) {
        boolean passed = machine.engine() != null && kernels.stream().allMatch(KernelCheck::passed);
        return new DoctorReport(passed, SystemReport.of(machine), machine, List.copyOf(kernels), null, List.of());
    }

    /** Adds a model and its checks. */
    DoctorReport with(String source, DoctorPatient patient, Duration loading, List<Check> results) {
        RuntimeStatus status = patient.status().get();
        ModelReport loaded = new ModelReport(
                source,
                patient.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                status.device(),
                status.dtype(),
                status.kernelFallbacks(),
                Seconds.of(loading),
                ProcessMemory.now().map(ProcessMemory::peak).orElse(null),
                status.kvCache().usedBytes(),
                status.kvCache().limitBytes());
        return new DoctorReport(
                passed && results.stream().allMatch(Check::passed),
                system,
                machine,
                kernels,
                loaded,
                List.copyOf(results));
    }
}
