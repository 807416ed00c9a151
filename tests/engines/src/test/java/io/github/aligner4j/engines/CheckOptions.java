// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.engines;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options of the check.
 *
 * @param server the program {@code llama-server}; empty if an engine runs already
 * @param engine the engine that runs already, as a profile's name
 * @param url its URL
 * @param model name of the checkpoint on it; empty for the only one
 * @param checkpoint the checkpoint to compare
 * @param adapter a LoRA adapter of it to compare as well, if there is one
 * @param work an existing folder for the exported file and the server's log
 * @param rows number of rows whose tokens are compared
 * @param callers number of threads that correct while the server is restarted
 * @param calls number of corrections that they make together
 * @param down number of seconds for which the server is down meanwhile
 * @param port port of the server
 * @param speed number of rounds in which the time of corrections is compared; 0 to compare results instead
 */
record CheckOptions(
        Optional<Path> server,
        String engine,
        String url,
        String model,
        Path checkpoint,
        Optional<Path> adapter,
        Path work,
        int rows,
        int callers,
        int calls,
        int down,
        int port,
        int speed) {

    private static final Map<String, String> DEFAULTS = Map.of(
            "--engine",
            "llama-cpp",
            "--model",
            "",
            "--rows",
            "100",
            "--callers",
            "64",
            "--calls",
            "1280",
            "--down",
            "2",
            "--port",
            "18080");
    private static final Set<String> OTHERS =
            Set.of("--server", "--url", "--adapter", "--checkpoint", "--work", "--speed");

    /**
     * Reads the options of a command line.
     *
     * @throws IllegalArgumentException if one is unknown, missing or not a number
     */
    static CheckOptions parse(String... arguments) {
        Map<String, String> values = new HashMap<>(DEFAULTS);
        Set<String> known = new TreeSet<>(OTHERS);
        known.addAll(DEFAULTS.keySet());
        for (int i = 0; i < arguments.length; i += 2) {
            if (!known.contains(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        "the options are " + known + ", each with a value, but found '" + arguments[i] + "'");
            }
            values.put(arguments[i], arguments[i + 1]);
        }
        if (values.containsKey("--server") == values.containsKey("--url")) {
            throw new IllegalArgumentException("either --server or --url must be given");
        }
        return new CheckOptions(
                Optional.ofNullable(values.get("--server")).map(Path::of),
                values.getOrDefault("--engine", ""),
                values.getOrDefault("--url", "http://127.0.0.1:" + number(values, "--port")),
                values.getOrDefault("--model", ""),
                path(values, "--checkpoint"),
                Optional.ofNullable(values.get("--adapter")).map(Path::of),
                path(values, "--work"),
                number(values, "--rows"),
                number(values, "--callers"),
                number(values, "--calls"),
                number(values, "--down"),
                number(values, "--port"),
                values.containsKey("--speed") ? number(values, "--speed") : 0);
    }

    /** Returns a copy for a server on another port. */
    CheckOptions onPort(int other) {
        return new CheckOptions(
                server,
                engine,
                "http://127.0.0.1:" + other,
                model,
                checkpoint,
                adapter,
                work,
                rows,
                callers,
                calls,
                down,
                other,
                speed);
    }

    private static Path path(Map<String, String> values, String option) {
        String value = values.get(option);
        if (value == null) {
            throw new IllegalArgumentException(option + " must be given");
        }
        return Path.of(value);
    }

    private static int number(Map<String, String> values, String option) {
        String value = values.getOrDefault(option, "");
        if (!value.matches("[1-9]\\d{0,5}")) {
            throw new IllegalArgumentException(option + " must be a number from 1 to 999999, but was '" + value + "'");
        }
        return Integer.parseInt(value);
    }
}
