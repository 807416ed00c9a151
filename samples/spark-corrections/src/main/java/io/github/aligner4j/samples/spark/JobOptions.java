package io.github.aligner4j.samples.spark;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options of the job. They travel to the executors, so they name the Aligner instead of holding it.
 *
 * @param input Parquet files with the columns {@code id}, {@code question} and {@code answer}
 * @param output folder of the results
 * @param model {@code embedded}, or a checkpoint folder that every executor sees
 * @param engine {@code jvm}, or the engine that runs the checkpoint: {@code vllm}, {@code sglang}, {@code llama-cpp} or {@code
 *     ollama}
 * @param baseUrl URL of the engine; empty for {@code jvm}
 * @param served name of the checkpoint on the engine; empty for the only one
 * @param callers number of rows that each task corrects at a time, so that they share batches
 * @param chunks number of parts in which the job writes its results; a stopped job repeats at most one
 */
public record JobOptions(
        String input, String output, String model, String engine, String baseUrl, String served, int callers, int chunks)
        implements Serializable {

    private static final String JVM = "jvm";
    private static final Map<String, String> DEFAULTS = Map.of(
            "--model", "embedded",
            "--engine", JVM,
            "--base-url", "",
            "--served", "",
            "--callers", "16",
            "--chunks", "10");
    private static final Set<String> REQUIRED = Set.of("--input", "--output");

    /** Checks the combination. */
    public JobOptions {
        if (engine.equals(JVM) != baseUrl.isEmpty()) {
            throw new IllegalArgumentException("--base-url belongs to an --engine other than jvm, but --engine is " + engine
                    + " and --base-url is '" + baseUrl + "'");
        }
        if (!engine.equals(JVM) && model.equals("embedded")) {
            throw new IllegalArgumentException(
                    "with --engine " + engine + ", --model must be the checkpoint's folder, whose aligner.json is used");
        }
    }

    /**
     * Reads the options of a command line.
     *
     * @throws IllegalArgumentException if one is unknown, missing or out of range
     */
    public static JobOptions parse(String... arguments) {
        Map<String, String> values = new HashMap<>(DEFAULTS);
        Set<String> known = new TreeSet<>(DEFAULTS.keySet());
        known.addAll(REQUIRED);
        for (int i = 0; i < arguments.length; i += 2) {
            if (!known.contains(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        "the options are " + known + ", each with a value, but found '" + arguments[i] + "'");
            }
            values.put(arguments[i], arguments[i + 1]);
        }
        if (!values.keySet().containsAll(REQUIRED)) {
            throw new IllegalArgumentException(new TreeSet<>(REQUIRED) + " must be given");
        }
        return new JobOptions(
                values.get("--input"),
                values.get("--output"),
                values.get("--model"),
                values.get("--engine"),
                values.get("--base-url"),
                values.get("--served"),
                number(values, "--callers"),
                number(values, "--chunks"));
    }

    /** Returns whether the checkpoint runs in the executors themselves. */
    boolean inJvm() {
        return engine.equals(JVM);
    }

    private static int number(Map<String, String> values, String option) {
        String value = values.get(option);
        if (!value.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException(option + " must be a number from 1 to 9999, but was '" + value + "'");
        }
        return Integer.parseInt(value);
    }
}
