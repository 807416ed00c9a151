// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.load;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The options of a measurement.
 *
 * @param callers the numbers of callers, each of which waits for its correction before it asks for the next
 * @param queued maximum numbers of corrections in the queue
 * @param running maximum number of corrections on the device at once
 * @param factor the rate at which answers come, in capacities
 * @param tokens length of an answer, in upstream tokens
 * @param seconds duration of each measurement
 * @param checkpoint folder of the checkpoint
 */
record LoadOptions(
        List<Integer> callers,
        List<Integer> queued,
        int running,
        double factor,
        int tokens,
        double seconds,
        Path checkpoint) {

    private static final Path CHECKPOINT = Path.of("gpu-runtime", "civility-model", "checkpoint");

    /** Reads {@code name=value} pairs; lists are separated by commas. */
    static LoadOptions of(String... args) {
        LoadOptions options = new LoadOptions(List.of(64, 256), List.of(256, 32, 8), 32, 2, 100, 20, CHECKPOINT);
        for (String arg : args) {
            int equals = Math.max(0, arg.indexOf('='));
            options = options.with(arg.substring(0, equals), arg.substring(equals + 1));
        }
        return options;
    }

    private LoadOptions with(String name, String value) {
        return switch (name) {
            case "callers" -> new LoadOptions(numbers(value), queued, running, factor, tokens, seconds, checkpoint);
            case "queued" -> new LoadOptions(callers, numbers(value), running, factor, tokens, seconds, checkpoint);
            case "running" ->
                new LoadOptions(callers, queued, Integer.parseInt(value), factor, tokens, seconds, checkpoint);
            case "factor" ->
                new LoadOptions(callers, queued, running, Double.parseDouble(value), tokens, seconds, checkpoint);
            case "tokens" ->
                new LoadOptions(callers, queued, running, factor, Integer.parseInt(value), seconds, checkpoint);
            case "seconds" ->
                new LoadOptions(callers, queued, running, factor, tokens, Double.parseDouble(value), checkpoint);
            case "checkpoint" -> new LoadOptions(callers, queued, running, factor, tokens, seconds, Path.of(value));
            default ->
                throw new IllegalArgumentException(
                        "there is no option '" + name
                                + "'; give callers, queued, running, factor, tokens, seconds or checkpoint, each as name=value");
        };
    }

    private static List<Integer> numbers(String value) {
        return Arrays.stream(value.split(",")).map(Integer::valueOf).toList();
    }
}
