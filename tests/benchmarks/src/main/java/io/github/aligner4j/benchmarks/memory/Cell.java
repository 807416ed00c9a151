// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.memory;

import java.nio.file.Path;
import java.util.List;

/**
 * One process that is measured.
 *
 * @param checkpoint its checkpoint's folder
 * @param trained true if the checkpoint writes its own corrections, false if its random weights are forced to write them
 * @param dtype the dtype
 * @param callers the number of callers at once
 * @param windows true if answers are corrected window by window; a trained checkpoint's own settings say that
 * @param prefixCache true if prompts are kept for later ones that begin alike
 * @param rounds the number of corrections of each caller
 * @param tokens length of an answer, in upstream tokens
 */
record Cell(
        Path checkpoint,
        boolean trained,
        String dtype,
        int callers,
        boolean windows,
        boolean prefixCache,
        int rounds,
        int tokens) {

    /** Returns the arguments of {@link Subprocess#main}. */
    List<String> arguments() {
        return List.of(
                checkpoint.toString(),
                String.valueOf(trained),
                dtype,
                String.valueOf(callers),
                String.valueOf(windows),
                String.valueOf(prefixCache),
                String.valueOf(rounds),
                String.valueOf(tokens));
    }

    /** Reads {@link #arguments}. */
    static Cell of(String... arguments) {
        return new Cell(
                Path.of(arguments[0]),
                Boolean.parseBoolean(arguments[1]),
                arguments[2],
                Integer.parseInt(arguments[3]),
                Boolean.parseBoolean(arguments[4]),
                Boolean.parseBoolean(arguments[5]),
                Integer.parseInt(arguments[6]),
                Integer.parseInt(arguments[7]));
    }
}
