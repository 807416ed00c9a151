// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Measures the time from the start of a JVM to its first corrections, see {@code docs/benchmarks/start.md}. Each round starts a JVM
 * for each class path in turn, so that disturbances of the machine affect all alike.
 */
public final class Start {

    private static final List<String> COLUMNS =
            List.of("JVM", "libtorch", "open", "first correction", "second", "warm", "to first corrected", "peak MiB");
    private static final int FIRST = 3;

    private final StartOptions options;
    private final Consumer<String> out;

    private Start(StartOptions options, Consumer<String> out) {
        this.options = options;
        this.out = out;
    }

    /** Runs the benchmark with options of the form {@code name=value}, see {@link StartOptions}. */
    public static void main(String[] args) {
        run(StartOptions.of(args), System.out::println);
    }

    /** Runs the benchmark and passes each line of its table to {@code out}. */
    static void run(StartOptions options, Consumer<String> out) {
        new Start(options, out).measure();
    }

    private void measure() {
        List<String> classPaths = options.classPaths();
        List<List<double[]>> rows = new ArrayList<>();
        classPaths.forEach(path -> rows.add(new ArrayList<>()));
        for (int round = 0; round < options.rounds(); round++) {
            for (int i = 0; i < classPaths.size(); i++) {
                rows.get(i).add(columns(child(classPaths.get(i))));
            }
        }
        out.accept("| class path | " + String.join(" | ", COLUMNS) + " |");
        out.accept("|---".repeat(COLUMNS.size() + 1) + "|");
        for (int i = 0; i < rows.size(); i++) {
            out.accept(line(i, rows.get(i)));
        }
    }

    private static String line(int index, List<double[]> rows) {
        StringBuilder line = new StringBuilder("| " + (index + 1) + " |");
        for (int column = 0; column < COLUMNS.size(); column++) {
            int at = column;
            double[] sorted = rows.stream().mapToDouble(row -> row[at]).sorted().toArray();
            line.append(String.format(Locale.ROOT, " %.0f |", sorted[sorted.length / 2]));
        }
        return line.toString();
    }

    /** Returns the columns of the times that a child printed: those of its corrections after the second are taken together. */
    private static double[] columns(double[] printed) {
        double[] warm = Arrays.copyOfRange(printed, printed.length / 2, printed.length - 1);
        Arrays.sort(warm);
        double toFirst = Arrays.stream(printed, 0, FIRST + 1).sum();
        return new double[] {
            printed[0],
            printed[1],
            printed[2],
            printed[FIRST],
            printed[FIRST + 1],
            warm[warm.length / 2],
            toFirst,
            printed[printed.length - 1]
        };
    }

    private double[] child(String classPath) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                FirstCorrection.class.getName(),
                options.checkpoint());
        try {
            Process child =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return printed.lines()
                    .filter(line -> line.startsWith(FirstCorrection.PREFIX))
                    .findFirst()
                    .map(line -> line.substring(FirstCorrection.PREFIX.length()))
                    .map(line -> Arrays.stream(line.split(","))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .orElseThrow(() -> new IllegalStateException("the JVM printed no times but: " + printed));
        } catch (IOException e) {
            throw new UncheckedIOException("a JVM could not be started", e);
        }
    }
}
