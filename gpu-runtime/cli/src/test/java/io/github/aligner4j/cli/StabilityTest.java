// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the command line with what scripts rely on. The lists in {@code stable-options.txt} and {@code stable-fields.txt} may
 * grow; a line in them may be changed or deleted with a new major version only.
 */
class StabilityTest {

    private static final List<String> COMMANDS =
            List.of("correct", "generate", "bench", "train", "dataset", "dataset inspect", "report", "replay");
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ROW =
            "{\"question\":\"How is it?\",\"answer\":\"Your damn plan is late.\",\"correction\":\"Your plan is late.\"}\n";
    private static final String CONFIG = """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 32, "intermediate_size": 64,
             "num_hidden_layers": 1, "num_attention_heads": 2, "max_position_embeddings": 256, "rms_norm_eps": 1e-5,
             "hidden_act": "silu", "tie_word_embeddings": true}
            """;

    @TempDir
    private static Path checkpoint;

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void unpack() throws IOException {
        for (String name : List.of("config.json", "model.safetensors", "tokenizer.json", "aligner.json")) {
            try (InputStream in =
                    StabilityTest.class.getResourceAsStream("/io/github/aligner4j/embedded/civility/" + name)) {
                Files.copy(Objects.requireNonNull(in, name), checkpoint.resolve(name));
            }
        }
    }

    @Test
    void every_stable_option_is_still_there_with_its_default() throws IOException {
        assertThat(options()).containsAll(lines("stable-options.txt"));
    }

    @Test
    void no_option_is_required_that_was_not() throws IOException {
        List<String> required =
                options().stream().filter(line -> line.endsWith(" required")).toList();

        assertThat(lines("stable-options.txt")).containsAll(required);
    }

    @Test
    void every_command_is_still_there() {
        assertThat(AlignerCommand.commandLine().getSubcommands())
                .containsKeys(
                        "generate",
                        "correct",
                        "bench",
                        "strength",
                        "strength-curve",
                        "evaluate",
                        "report",
                        "replay",
                        "train",
                        "average",
                        "dataset",
                        "export",
                        "export-gguf");
    }

    @Test
    void every_stable_field_of_an_output_is_still_there() throws IOException {
        SortedSet<String> fields = new TreeSet<>();
        correct(fields);
        generate(fields);
        bench(fields);
        train(fields);
        add("dataset inspect", run("dataset", "inspect", "--input", write("rows.jsonl", ROW + ROW)), fields);
        report(fields);

        assertThat(fields).containsAll(lines("stable-fields.txt"));
    }

    private void correct(SortedSet<String> fields) throws IOException {
        Path corrected = folder.resolve("corrected.jsonl");
        run("correct", "--input", write("rows.jsonl", ROW), "--output", corrected);
        add("correct --output", Files.readString(corrected), fields);
    }

    private void generate(SortedSet<String> fields) throws IOException {
        Path prompt = write("prompt", "##Answer: Here, you fool. ##Correction:");
        Path answered = folder.resolve("answered.jsonl");
        String[] few = {"--max-new-tokens", "4"};
        add(
                "generate --json",
                run(few, "generate", "--checkpoint", checkpoint, "--prompt-file", prompt, "--json"),
                fields);
        run(few, "generate", "--checkpoint", checkpoint, "--input", write("rows.jsonl", ROW), "--output", answered);
        add("generate --output", Files.readString(answered), fields);
    }

    private void bench(SortedSet<String> fields) throws IOException {
        Path rows = folder.resolve("measured.jsonl");
        String[] all =
                "--json --bandwidth --soak 5 --concurrency 2 --warmup 0 --repeat 1 --teacher-forced".split(" ", -1);
        String report =
                run(all, "bench", "--checkpoint", checkpoint, "--input", write("rows.jsonl", ROW), "--rows-out", rows);
        add("bench --json", report, fields);
        add("bench --rows-out", Files.readString(rows), fields);
    }

    private void train(SortedSet<String> fields) throws IOException {
        Path rows = write("rows.jsonl", ROW.repeat(6));
        Path trained = folder.resolve("trained");
        String[] few = "--vocabulary 300 --epochs 1 --evaluate-every 1 --threads 1".split(" ", -1);
        Path config = write("config.json", CONFIG);
        run(few, "train", "--config", config, "--train", rows, "--dev", rows, "--output", trained);
        for (String line : Files.readAllLines(trained.resolve("metrics.jsonl"))) {
            add("train metrics.jsonl", line, fields);
        }
        for (String file : List.of("model/aligner.json", "model/config.json", "model/model.safetensors", "loss.svg")) {
            assertThat(trained.resolve(file)).exists();
        }
    }

    private void report(SortedSet<String> fields) throws IOException {
        Path traffic =
                write("traffic.jsonl", ROW.replace("}", ",\"layers\":[{\"name\":\"x\",\"outcome\":\"corrected\"}]}"));
        Path replayed = folder.resolve("replayed.jsonl");
        add("report --json", run("report", traffic, "--json"), fields);
        add("replay --json", run("replay", traffic, "--output", replayed, "--json"), fields);
        add("replay --output", Files.readString(replayed), fields);
    }

    private String run(Object... line) {
        return run(new String[0], line);
    }

    private String run(String[] more, Object... line) {
        StringWriter out = new StringWriter();
        String[] arguments = Stream.concat(Arrays.stream(line).map(Object::toString), Arrays.stream(more))
                .toArray(String[]::new);
        assertThat(AlignerCommand.run(new PrintWriter(out), new PrintWriter(err), arguments))
                .as(err.toString())
                .isZero();
        return out.toString();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static void add(String command, String json, SortedSet<String> fields) {
        add(command + " ", JSON.readTree(json), fields);
    }

    private static void add(String path, JsonNode node, SortedSet<String> fields) {
        node.forEachEntry((name, value) -> {
            fields.add(path + name);
            add(path + name + ".", value, fields);
        });
        if (node.isArray()) {
            node.forEach(element -> add(path, element, fields));
        }
    }

    /** Returns a line for each option of the stable commands: names, value, and default or that it is required. */
    private static SortedSet<String> options() {
        SortedSet<String> options = new TreeSet<>();
        for (String name : COMMANDS) {
            CommandLine command = AlignerCommand.commandLine();
            for (String part : List.of(name.split(" ", -1))) {
                command = Objects.requireNonNull(command.getSubcommands().get(part), part);
            }
            add(name, command.getCommandSpec(), options);
        }
        return options;
    }

    private static void add(String command, CommandSpec spec, SortedSet<String> options) {
        for (OptionSpec option : spec.options()) {
            String value = option.arity().max() == 0 ? "" : " VALUE";
            String fallback = option.defaultValue() == null ? "" : " default " + option.defaultValue();
            for (String name : option.names()) {
                options.add(command + " " + name + value + (option.required() ? " required" : fallback));
            }
        }
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = StabilityTest.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
