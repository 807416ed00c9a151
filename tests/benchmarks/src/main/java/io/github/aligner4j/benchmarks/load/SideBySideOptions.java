// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.load;

import java.nio.file.Path;

/**
 * The options of a measurement.
 *
 * @param tokens length of an answer, in upstream tokens
 * @param rounds number of answers for each of the two
 * @param checkpoint folder of the checkpoint
 */
record SideBySideOptions(int tokens, int rounds, Path checkpoint) {

    /** Reads {@code name=value} pairs. */
    static SideBySideOptions of(String... args) {
        SideBySideOptions options =
                new SideBySideOptions(1250, 15, Path.of("gpu-runtime", "civility-model", "checkpoint"));
        for (String arg : args) {
            int equals = Math.max(0, arg.indexOf('='));
            options = options.with(arg.substring(0, equals), arg.substring(equals + 1));
        }
        return options;
    }

    private SideBySideOptions with(String name, String value) {
        return switch (name) {
            case "tokens" -> new SideBySideOptions(Integer.parseInt(value), rounds, checkpoint);
            case "rounds" -> new SideBySideOptions(tokens, Integer.parseInt(value), checkpoint);
            case "checkpoint" -> new SideBySideOptions(tokens, rounds, Path.of(value));
            default ->
                throw new IllegalArgumentException(
                        "there is no option '" + name + "'; give tokens, rounds or checkpoint, each as name=value");
        };
    }
}
