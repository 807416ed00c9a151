package io.github.aligner4j.benchmarks.ahead;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What is measured, and how often.
 *
 * @param rounds how often each cell runs
 * @param tokens lengths of the answers, in upstream tokens
 * @param paces of the upstream, in tokens a second
 * @param callers how many answers stream at once
 * @param random whether a model of 134 M random weights is measured, too
 * @param checkpoint folder of the civility checkpoint
 */
record AheadOptions(
        int rounds, List<Integer> tokens, List<Integer> paces, List<Integer> callers, boolean random, Path checkpoint) {

    private static final Path CHECKPOINT = Path.of("gpu-runtime", "civility-model", "checkpoint");

    /** Reads {@code name=value} pairs; lists are separated by commas. */
    static AheadOptions of(String... args) {
        AheadOptions options =
                new AheadOptions(5, List.of(200, 400, 1000), List.of(40, 80), List.of(1, 4), true, CHECKPOINT);
        for (String arg : args) {
            int equals = Math.max(0, arg.indexOf('='));
            options = options.with(arg.substring(0, equals), arg.substring(equals + 1));
        }
        return options;
    }

    private AheadOptions with(String name, String value) {
        return switch (name) {
            case "rounds" -> new AheadOptions(Integer.parseInt(value), tokens, paces, callers, random, checkpoint);
            case "tokens" -> new AheadOptions(rounds, numbers(value), paces, callers, random, checkpoint);
            case "paces" -> new AheadOptions(rounds, tokens, numbers(value), callers, random, checkpoint);
            case "callers" -> new AheadOptions(rounds, tokens, paces, numbers(value), random, checkpoint);
            case "random" -> new AheadOptions(rounds, tokens, paces, callers, Boolean.parseBoolean(value), checkpoint);
            case "checkpoint" -> new AheadOptions(rounds, tokens, paces, callers, random, Path.of(value));
            default ->
                throw new IllegalArgumentException("there is no option '" + name
                        + "'; there are rounds, tokens, paces, callers, random and checkpoint, each as name=value");
        };
    }

    private static List<Integer> numbers(String value) {
        return Arrays.stream(value.split(",")).map(Integer::valueOf).toList();
    }
}
