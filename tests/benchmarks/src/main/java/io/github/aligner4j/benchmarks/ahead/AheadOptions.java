// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.ahead;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The options of a measurement.
 *
 * @param rounds the number of runs of each cell
 * @param tokens lengths of the answers, in upstream tokens
 * @param paces speeds of the upstream model, in tokens per second
 * @param callers the number of answers that stream at once
 * @param aligners the Aligners to measure, of {@code civility}, {@code whole} and {@code windowed}
 * @param checkpoint folder of the civility checkpoint
 */
record AheadOptions(
        int rounds,
        List<Integer> tokens,
        List<Integer> paces,
        List<Integer> callers,
        List<String> aligners,
        Path checkpoint) {

    private static final List<String> ALIGNERS = List.of("civility", "whole", "windowed");
    private static final Path CHECKPOINT = Path.of("gpu-runtime", "civility-model", "checkpoint");

    /** Reads {@code name=value} pairs; lists are separated by commas. */
    static AheadOptions of(String... args) {
        AheadOptions options =
                new AheadOptions(5, List.of(200, 400, 1000), List.of(40, 80), List.of(1, 4), ALIGNERS, CHECKPOINT);
        for (String arg : args) {
            int equals = Math.max(0, arg.indexOf('='));
            options = options.with(arg.substring(0, equals), arg.substring(equals + 1));
        }
        return options;
    }

    private AheadOptions with(String name, String value) {
        return switch (name) {
            case "rounds" -> new AheadOptions(Integer.parseInt(value), tokens, paces, callers, aligners, checkpoint);
            case "tokens" -> new AheadOptions(rounds, numbers(value), paces, callers, aligners, checkpoint);
            case "paces" -> new AheadOptions(rounds, tokens, numbers(value), callers, aligners, checkpoint);
            case "callers" -> new AheadOptions(rounds, tokens, paces, numbers(value), aligners, checkpoint);
            case "aligners" -> new AheadOptions(rounds, tokens, paces, callers, List.of(value.split(",")), checkpoint);
            case "checkpoint" -> new AheadOptions(rounds, tokens, paces, callers, aligners, Path.of(value));
            default ->
                throw new IllegalArgumentException("there is no option '" + name
                        + "'; give rounds, tokens, paces, callers, aligners or checkpoint, each as name=value");
        };
    }

    private static List<Integer> numbers(String value) {
        return Arrays.stream(value.split(",")).map(Integer::valueOf).toList();
    }
}
