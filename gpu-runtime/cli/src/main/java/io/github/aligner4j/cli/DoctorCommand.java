// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.runtime.RuntimeMachine;
import io.github.aligner4j.runtime.RuntimeOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aligner doctor}: shows the machine and its engine, and checks that a corrector works. */
@Command(
        name = "doctor",
        customSynopsis = {
            "aligner doctor [--model=MODEL] [--adapter=[NAME=]ADAPTER]... [OPTIONS]",
            "aligner doctor --machine [OPTIONS]"
        },
        description = {
            "Show the machine and its engine, and check that a corrector works.",
            "",
            "Shows which libtorch is used and where it comes from, the libraries found and missing, the CUDA devices, and "
                    + "what to do if they can't be used.",
            "",
            "Loads the model and has it correct an answer that is wrong, and its twin in which nothing is wrong. Prints "
                    + "what came out, time and memory. The exit code is 0 if all checks passed, 1 if one failed.",
            "",
            "What is wrong depends on the model. A fact (whether Ada Lovelace is older than Charles Babbage, with a "
                    + "document that says so if the model reads documents) for Aligners, instruct models and the adapter "
                    + "factuality-correction of granitelib, beside which an adapter such as guardian-core becomes the "
                    + "gate. Harmful advice for Granite Guardian 3.2 and its harm correction adapter. Rudeness for the "
                    + "embedded Aligner.",
            ""
        },
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

    @Option(
            names = "--model",
            defaultValue = "embedded",
            paramLabel = "MODEL",
            description = "A checkpoint folder, embedded, or " + HubModels.FORM + " (default: ${DEFAULT-VALUE}).")
    private String model = "embedded";

    @Option(
            names = "--adapter",
            paramLabel = "[NAME=]ADAPTER",
            description = "A LoRA adapter (PEFT): its folder, or its address on the hub. May be repeated.")
    private List<String> adapters = new ArrayList<>();

    @Option(
            names = "--machine",
            description =
                    "Check the machine instead of a model: libtorch and its libraries, CUDA, and its kernels on each "
                            + "device (or --device) in each number type (or --dtype).")
    private boolean machine;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private TemplateFlag template = new TemplateFlag();

    @Mixin
    private RuntimeFlags runtime = new RuntimeFlags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        RuntimeOptions options = runtime.options();
        RuntimeMachine examined = RuntimeMachine.examine();
        DoctorReport report = DoctorReport.of(
                examined, machine && examined.engine() != null ? KernelCheck.runAll(examined, options) : List.of());
        if (!machine && examined.engine() != null) {
            report = withModel(report, options);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.MAPPER.writeValueAsString(report));
        } else {
            DoctorTable.print(out, report);
        }
        return report.passed() ? 0 : 1;
    }

    private DoctorReport withModel(DoctorReport report, RuntimeOptions options) {
        DoctorPatient.Source source = new DoctorPatient.Source(
                model,
                DoctorPatient.adapters(adapters),
                template.descriptor(),
                folderOf -> HubModels.folder(folderOf, spec));
        long started = System.nanoTime();
        try (DoctorPatient patient = DoctorPatient.open(source, options)) {
            Duration loading = Duration.ofNanos(System.nanoTime() - started);
            List<DoctorReport.Check> checks = DoctorChecks.run(patient.kind(), patient.aligner());
            return report.with(model, patient, loading, checks);
        }
    }
}
