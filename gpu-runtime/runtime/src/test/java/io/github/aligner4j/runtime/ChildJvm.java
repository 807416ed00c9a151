// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A JVM with this one's class path that runs a program in a folder of its own. It is killed when it is closed. */
final class ChildJvm implements AutoCloseable {

    /** The exit code of a JVM that was terminated by SIGTERM and exited in order. */
    static final int TERMINATED = 128 + 15;

    private final Path folder;
    private final Process process;
    private final BufferedReader reader;
    private final List<String> output = new ArrayList<>();

    private ChildJvm(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
        this.reader = process.inputReader();
    }

    /** Starts {@code program}, a class with a main method. */
    static ChildJvm start(Path folder, Class<?> program, String... arguments) throws IOException {
        return start(folder, List.of(), program, arguments);
    }

    /** Starts {@code program} with options of the JVM. */
    static ChildJvm start(Path folder, List<String> options, Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:-CreateCoredumpOnCrash",
                "-cp",
                absoluteClassPath()));
        command.addAll(options);
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return new ChildJvm(
                folder,
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start());
    }

    private static String absoluteClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElse("");
    }

    /**
     * Reads the output up to a line that begins with {@code prefix}, and returns the rest of that line.
     *
     * @throws IllegalStateException if there is no such line
     */
    String awaitLine(String prefix) throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            output.add(line);
            if (line.startsWith(prefix)) {
                return line.substring(prefix.length());
            }
        }
        throw new IllegalStateException("no line began with '" + prefix + "': " + output);
    }

    /** Requests the end of the process, on Unix by SIGTERM. */
    void terminate() {
        // The process's own method would close its output, too.
        process.toHandle().destroy();
    }

    /** Reads the rest of the output and returns the exit code. */
    int exitCode() throws IOException, InterruptedException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            output.add(line);
        }
        return process.waitFor();
    }

    /** Returns the lines read so far. */
    List<String> output() {
        return List.copyOf(output);
    }

    /** Returns the logs of crashes in the folder. */
    List<Path> crashes() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("hs_err"))
                    .toList();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
