// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.memory;

import io.github.aligner4j.benchmarks.RandomCheckpoint;
import io.github.aligner4j.benchmarks.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Measures the memory of processes that correct, each in a JVM of its own that is started with the environment of the command line's
 * launcher. Prints a table in MiB, see {@code docs/guide/sizing.md}.
 */
public final class Memory {

    private static final double MEBIBYTE = 1 << 20;
    private static final String EMBEDDED = "embedded";

    private final MemoryOptions options;
    private final Consumer<String> out;

    private Memory(MemoryOptions options, Consumer<String> out) {
        this.options = options;
        this.out = out;
    }

    /** Runs the benchmark with options of the form {@code name=value}, see {@link MemoryOptions}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        run(MemoryOptions.of(args), System.out::println);
    }

    /** Runs the benchmark and passes each line of its table to {@code out}. */
    static void run(MemoryOptions options, Consumer<String> out) throws IOException, InterruptedException {
        new Memory(options, out).measure();
    }

    private void measure() throws IOException, InterruptedException {
        out.accept("| checkpoint | dtype | callers | windows | prefix cache | JVM alone | loaded | peak | after"
                + " | of it files | heap | KV cache |");
        out.accept("|---|---|---:|---|---|---:|---:|---:|---:|---:|---:|---:|");
        for (String shape : options.shapes()) {
            if (shape.equals(EMBEDDED)) {
                measure(shape, options.checkpoint());
                continue;
            }
            Path folder = Files.createTempDirectory("random-" + shape);
            try {
                RandomCheckpoint.write(folder, options.checkpoint(), Shape.byName(shape));
                measure(shape, folder);
            } finally {
                delete(folder);
            }
        }
    }

    private void measure(String shape, Path checkpoint) throws IOException, InterruptedException {
        boolean trained = shape.equals(EMBEDDED);
        for (String dtype : options.dtypes()) {
            for (int callers : options.callers()) {
                for (boolean windows : trained ? List.of(true) : options.windows()) {
                    for (boolean prefixCache : options.prefixCache()) {
                        Cell cell = new Cell(
                                checkpoint,
                                trained,
                                dtype,
                                callers,
                                windows,
                                prefixCache,
                                options.rounds(),
                                options.tokens());
                        print(shape, cell, measure(cell));
                    }
                }
            }
        }
    }

    private void print(String shape, Cell cell, Usage usage) {
        StringBuilder line = new StringBuilder();
        for (Object each : List.of(
                shape,
                cell.dtype(),
                cell.callers(),
                cell.windows() ? "yes" : "no",
                cell.prefixCache() ? "yes" : "no")) {
            line.append("| ").append(each).append(' ');
        }
        Stream.of(
                        usage.before(),
                        usage.loaded(),
                        usage.peak(),
                        usage.after(),
                        usage.mapped(),
                        usage.heap(),
                        usage.cache())
                .forEach(bytes -> line.append(String.format(Locale.ROOT, "| %.0f ", bytes / MEBIBYTE)));
        out.accept(line + "|");
    }

    private Usage measure(Cell cell) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx" + options.heap(),
                "-cp",
                Objects.requireNonNull(System.getProperty("java.class.path"), "java.class.path"),
                Subprocess.class.getName()));
        command.addAll(cell.arguments());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        options.environment().forEach(each -> {
            int equals = each.indexOf('=');
            environment.put(each.substring(0, equals), each.substring(equals + 1));
        });
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return Usage.find(output.lines().toList());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
