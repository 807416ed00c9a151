// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.start;

import java.util.List;

/**
 * The options of a measurement.
 *
 * @param checkpoint the source of the checkpoint, as in {@code aligner.aligners.<name>.checkpoint}
 * @param rounds the number of JVMs for each class path
 * @param classPaths class paths to compare, such as those of two versions
 */
record StartOptions(String checkpoint, int rounds, List<String> classPaths) {

    /** Reads {@code name=value} pairs; class paths are separated by {@code ;}. */
    static StartOptions of(String... args) {
        StartOptions options = new StartOptions("embedded", 5, List.of(System.getProperty("java.class.path")));
        for (String arg : args) {
            int equals = Math.max(0, arg.indexOf('='));
            options = options.with(arg.substring(0, equals), arg.substring(equals + 1));
        }
        return options;
    }

    private StartOptions with(String name, String value) {
        return switch (name) {
            case "checkpoint" -> new StartOptions(value, rounds, classPaths);
            case "rounds" -> new StartOptions(checkpoint, Integer.parseInt(value), classPaths);
            case "classPaths" -> new StartOptions(checkpoint, rounds, List.of(value.split(";")));
            default ->
                throw new IllegalArgumentException(
                        "there is no option '" + name + "'; give checkpoint, rounds or classPaths, each as name=value");
        };
    }
}
