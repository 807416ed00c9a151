// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs {@code aligner compare} in this JVM, in a folder of its own. */
final class CompareRunner {

    static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    CompareRunner(Path folder) {
        this.folder = folder;
    }

    /** Writes a file of the folder. */
    Path write(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    /** Compares on {@code rows} and returns the exit code. */
    int compare(Object rows, Object... options) {
        return run(Stream.concat(Stream.of("compare", rows, "--output", output(), "--threads", "1"), Stream.of(options))
                .toArray());
    }

    /** Runs a command and returns the exit code. */
    int run(Object... line) {
        out = new StringWriter();
        err = new StringWriter();
        return AlignerCommand.run(
                new PrintWriter(out),
                new PrintWriter(err),
                Stream.of(line).map(Object::toString).toArray(String[]::new));
    }

    Path output() {
        return folder.resolve("comparison");
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    Path answers(String system) {
        return output().resolve("answers").resolve(system + ".jsonl");
    }

    /** Returns the stored answers of a system. */
    List<JsonNode> answersOf(String system) throws IOException {
        return Files.readAllLines(answers(system)).stream().map(JSON::readTree).toList();
    }

    /** Returns the texts of a system's stored answers by their order in the file. */
    List<String> texts(String system) throws IOException {
        return answersOf(system).stream()
                .map(line -> line.path("answer").stringValue())
                .toList();
    }

    JsonNode report() throws IOException {
        return JSON.readTree(Files.readString(output().resolve("report.json")));
    }

    /** Returns the numbers of a system in the report. */
    JsonNode summary(String system) throws IOException {
        return report().path("systems")
                .valueStream()
                .filter(each -> each.path("system").stringValue().equals(system))
                .findFirst()
                .orElseThrow();
    }
}
