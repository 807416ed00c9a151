// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import io.github.aligner4j.golden.GoldenCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks and measures the runtime on one device, and prints one table. */
@Command(
        name = "tests/gpu/run",
        description = {
            "Check and measure the runtime on one device.",
            "",
            "Each step runs in a process of its own with a time limit; what it has measured before it crashes or is killed "
                    + "counts. Writes gpu-kit.json and gpu-kit.txt after each step.",
            ""
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class GpuKit implements Callable<Integer> {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final Duration MIN_STEP = Duration.ofSeconds(5);
    private static final int SCHEMA = 1;
    private static final double MILLIS = 60_000;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description = "auto, cpu, cuda or cuda:N.")
    private String device = "auto";

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads of one operation on a CPU; 0: all.")
    private int threads;

    @Option(
            names = "--shapes",
            split = ",",
            paramLabel = "SHAPE",
            description =
                    "Shapes to measure: 7b, 2b, 134m, tiny, tiny-gemma; by default 7b,2b on CUDA, and the tiny ones on "
                            + "a CPU.")
    private List<String> shapes = new ArrayList<>();

    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "NAME=N",
            description = "Other sizes for all shapes, named as in config.json: num_hidden_layers=8,hidden_size=2048.")
    private Map<String, Integer> sizes = Map.of();

    @Option(
            names = "--steps",
            split = ",",
            paramLabel = "STEP",
            defaultValue = "parity,shape,training,transformers",
            description = "Steps to run, by the beginnings of their names; environment always runs.")
    private List<String> steps = new ArrayList<>();

    @Option(names = "--time", paramLabel = "MINUTES", defaultValue = "6", description = "Time for all steps together.")
    private double minutes = 6;

    @Option(names = "--output", paramLabel = "DIR", defaultValue = "gpu-kit", description = "Folder of the results.")
    private Path output = Path.of("gpu-kit");

    @Option(names = "--golden", split = ",", paramLabel = "NAME", description = "Golden checkpoints; all by default.")
    private List<String> golden = new ArrayList<>(GoldenCheckpoint.names());

    @Option(names = "--repeat", paramLabel = "N", defaultValue = "2", description = "Measurements of each row.")
    private int repeat = 2;

    @Option(names = "--rows", paramLabel = "N", defaultValue = "2", description = "Rows of each kind, 1 to 6.")
    private int rows = 2;

    @Option(names = "--callers", paramLabel = "N", defaultValue = "16", description = "Concurrent callers.")
    private int callers = 16;

    @Option(names = "--training-steps", paramLabel = "N", defaultValue = "30", description = "Steps of training.")
    private int trainingSteps = 30;

    @Option(names = "--step", hidden = true)
    private @Nullable String step;

    @Option(names = "--results", hidden = true)
    private @Nullable Path results;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the kit, or the one step that it has started a process for. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new GpuKit()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        return step == null ? runAll() : runOne(step);
    }

    private int runOne(String name) throws Exception {
        List<KitStep> all = new ArrayList<>(List.of(new EnvironmentStep(options(device))));
        all.addAll(planned(options(device)));
        for (KitStep each : all) {
            if (each.name().equals(name)) {
                each.run(new KitResults(results == null ? Path.of(name + ".jsonl") : results));
                return 0;
            }
        }
        throw new IllegalArgumentException("there is no step '" + name + "'");
    }

    private int runAll() throws IOException, InterruptedException {
        Instant end = Instant.now().plusMillis((long) (minutes * MILLIS));
        Path work = options(device).work();
        // Checkpoints of a run that was killed.
        delete(work);
        Files.createDirectories(work);
        try {
            ObjectNode report = JSON.createObjectNode()
                    .put("schema", SCHEMA)
                    .put("started", Instant.now().toString());
            report.putArray("options").addAll(JSON.<ArrayNode>valueToTree(arguments()));
            report.putArray("steps");
            run(new EnvironmentStep(options(device)), device, end, report);
            JsonNode resolved = report.path("environment").path("device");
            if (resolved.isString()) {
                for (KitStep each : planned(options(resolved.stringValue()))) {
                    run(each, resolved.stringValue(), end, report);
                }
            }
            spec.commandLine().getOut().println();
            spec.commandLine().getOut().print(KitTable.of(report));
            spec.commandLine().getOut().flush();
            return KitVerdict.of(report);
        } finally {
            delete(work);
        }
    }

    private void run(KitStep each, String on, Instant end, ObjectNode report) throws IOException, InterruptedException {
        Duration left = Duration.between(Instant.now(), end);
        Duration share = Duration.ofMillis((long) (each.share() * minutes * MILLIS));
        Duration limit = left.compareTo(share) < 0 ? left : share;
        ObjectNode outcome;
        if (limit.compareTo(MIN_STEP) < 0) {
            outcome = JSON.createObjectNode().put("name", each.name()).put("seconds", 0);
            outcome.put("status", "skipped").put("message", "no time was left; --time gives more");
        } else {
            outcome = new StepProcess(childArguments(on), output).run(each, limit, report);
        }
        ((ArrayNode) report.get("steps")).add(outcome);
        spec.commandLine().getOut().println(KitTable.outcome(outcome));
        spec.commandLine().getOut().flush();
        write(report);
    }

    private void write(ObjectNode report) throws IOException {
        Files.writeString(output.resolve("gpu-kit.json"), JSON.writeValueAsString(report) + "\n");
        Files.writeString(output.resolve("gpu-kit.txt"), KitTable.of(report));
    }

    private List<KitStep> planned(KitOptions options) {
        List<KitStep> all = new ArrayList<>();
        all.add(new ParityStep(options, "float32"));
        for (Shape shape : options.shapes()) {
            all.add(new ShapeStep(options, shape));
        }
        all.add(new TrainingStep(options));
        all.add(new ParityStep(options, "bfloat16"));
        all.add(new ParityStep(options, "float16"));
        for (Shape shape : options.shapes()) {
            all.add(new TransformersStep(options, shape));
        }
        return all.stream()
                .filter(each -> steps.stream().anyMatch(each.name()::startsWith))
                .toList();
    }

    private KitOptions options(String on) {
        List<String> names = shapes;
        if (names.isEmpty()) {
            names = on.startsWith("cuda") ? List.of("7b", "2b") : List.of("tiny", "tiny-gemma");
        }
        return new KitOptions(
                on,
                threads,
                names.stream().map(name -> Shape.of(name).with(sizes)).toList(),
                golden,
                repeat,
                rows,
                callers,
                trainingSteps,
                output.resolve("work").toAbsolutePath());
    }

    private List<String> arguments() {
        return spec.commandLine().getParseResult().originalArgs();
    }

    /** The processes of the steps don't choose a device for themselves. */
    private List<String> childArguments(String on) {
        List<String> arguments = new ArrayList<>(arguments());
        arguments.removeIf(argument -> argument.startsWith("--device="));
        int at = arguments.indexOf("--device");
        if (at >= 0) {
            arguments.subList(at, at + 2).clear();
        }
        arguments.addAll(List.of("--device", on));
        return arguments;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
