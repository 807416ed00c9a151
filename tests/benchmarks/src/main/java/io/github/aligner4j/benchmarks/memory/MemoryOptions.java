// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.memory;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The options of a measurement: each combination of the lists is a process.
 *
 * @param shapes {@code embedded}, or shapes of random weights
 * @param dtypes dtypes
 * @param callers numbers of callers at once
 * @param windows true if answers are corrected window by window; of shapes of random weights only
 * @param prefixCache true if prompts are cached
 * @param rounds number of corrections of each caller
 * @param tokens length of an answer, in upstream tokens
 * @param heap {@code -Xmx} of the processes
 * @param environment {@code NAME=VALUE} of the processes, besides what the launcher of the command line sets
 * @param checkpoint folder of the embedded checkpoint, whose tokenizer the shapes have, too
 */
record MemoryOptions(
        List<String> shapes,
        List<String> dtypes,
        List<Integer> callers,
        List<Boolean> windows,
        List<Boolean> prefixCache,
        int rounds,
        int tokens,
        String heap,
        List<String> environment,
        Path checkpoint) {

    private static final Path CHECKPOINT = Path.of("gpu-runtime", "civility-model", "checkpoint");

    /** Reads {@code name=value} pairs; lists are separated by commas. */
    static MemoryOptions of(String... args) {
        MemoryOptions options = new MemoryOptions(
                List.of("embedded"),
                List.of("auto"),
                List.of(1, 16, 64),
                List.of(true),
                List.of(true),
                4,
                150,
                "256m",
                List.of(),
                CHECKPOINT);
        for (String arg : args) {
            int equals = Math.max(0, arg.indexOf('='));
            options = options.with(arg.substring(0, equals), arg.substring(equals + 1));
        }
        return options;
    }

    private MemoryOptions with(String name, String value) {
        List<String> words = Arrays.asList(value.split(","));
        List<Boolean> flags = words.stream().map(Boolean::valueOf).toList();
        return new MemoryOptions(
                name.equals("shapes") ? words : shapes,
                name.equals("dtypes") ? words : dtypes,
                name.equals("callers") ? words.stream().map(Integer::valueOf).toList() : callers,
                name.equals("windows") ? flags : windows,
                name.equals("prefix-cache") ? flags : prefixCache,
                name.equals("rounds") ? Integer.parseInt(value) : rounds,
                name.equals("tokens") ? Integer.parseInt(value) : tokens,
                name.equals("heap") ? value : heap,
                name.equals("environment") ? words : environment,
                checkpoint(name, value));
    }

    private Path checkpoint(String name, String value) {
        if (name.equals("checkpoint")) {
            return Path.of(value);
        }
        List<String> names = List.of(
                "shapes", "dtypes", "callers", "windows", "prefix-cache", "rounds", "tokens", "heap", "environment");
        if (!names.contains(name)) {
            throw new IllegalArgumentException("there is no option '" + name + "'; give " + String.join(", ", names)
                    + " or checkpoint, each as name=value");
        }
        return checkpoint;
    }
}
