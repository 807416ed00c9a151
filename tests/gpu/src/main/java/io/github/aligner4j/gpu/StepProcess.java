// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs steps in processes of their own. A thread with a time limit would not do: nothing stops a native call that hangs, and
 * one that crashes takes the whole JVM along. A fresh process also has all of the device's memory.
 *
 * @param arguments the kit's own arguments
 * @param folder the folder of logs and results
 */
record StepProcess(List<String> arguments, Path folder) {

    private static final int LAST_LINES = 5;

    /** Copies the list. */
    StepProcess {
        arguments = List.copyOf(arguments);
    }

    /**
     * Runs a step and returns how it went.
     *
     * @param limit the time after which the process is killed
     * @param report receives what the step recorded
     */
    ObjectNode run(KitStep step, Duration limit, ObjectNode report) throws IOException, InterruptedException {
        Path log = folder.resolve(step.name() + ".log");
        KitResults results = new KitResults(folder.resolve(step.name() + ".jsonl"));
        Files.deleteIfExists(results.file());
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command(step, results))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        boolean ended = false;
        try {
            ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        }
        results.copyTo(report);
        ObjectNode outcome = JsonNodeFactory.instance.objectNode().put("name", step.name());
        outcome.put("seconds", (System.nanoTime() - begun) / 1e9);
        if (!ended) {
            return outcome.put("status", "timeout").put("message", "killed after " + limit.toMillis() / 1e3 + " s");
        }
        return process.exitValue() == 0
                ? outcome.put("status", "ok")
                : outcome.put("status", "failed").put("message", "exit " + process.exitValue() + ": " + end(log));
    }

    private List<String> command(KitStep step, KitResults results) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(GpuKit.class.getName());
        command.addAll(arguments);
        command.addAll(
                List.of("--step", step.name(), "--results", results.file().toString()));
        return command;
    }

    private static String end(Path log) throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("\tat "))
                .toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
