// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class AlignerCommandTest {

    private static final String PROMPT = "##Answer: Here, you fool. ##Correction: +";

    @TempDir
    private static Path checkpoint;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void unpack() throws IOException {
        for (String name : List.of("config.json", "generation_config.json", "model.safetensors", "tokenizer.json")) {
            try (InputStream in =
                    AlignerCommandTest.class.getResourceAsStream("/io/github/aligner4j/embedded/civility/" + name)) {
                Files.copy(Objects.requireNonNull(in, name), checkpoint.resolve(name));
            }
        }
    }

    @Test
    void generate_prints_one_json_object() throws IOException {
        assertThat(generate(PROMPT, "--max-new-tokens", "8", "--ignore-eos", "--json", "--dtype", "float32"))
                .isZero();

        JsonNode json = new JsonMapper().readTree(out.toString());
        assertThat(json.propertyNames())
                .containsExactly(
                        "text",
                        "tokenIds",
                        "promptTokens",
                        "completionTokens",
                        "forwardPasses",
                        "loadSeconds",
                        "prefillSeconds",
                        "decodeSeconds");
        assertThat(json.path("tokenIds").size()).isEqualTo(8);
        assertThat(json.path("completionTokens").asInt()).isEqualTo(8);
        assertThat(json.path("forwardPasses").asInt()).isBetween(1, 8);
        assertThat(json.path("loadSeconds").asDouble()).isPositive();
        assertThat(out.toString().lines()).hasSize(1);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void the_mean_of_a_checkpoint_with_itself_is_itself() {
        Path mean = folder.resolve("mean");

        assertThat(aligner("average", "--model", checkpoint, "--model", checkpoint, "--output", mean))
                .isZero();

        assertThat(mean.resolve("tokenizer.json")).hasSameBinaryContentAs(checkpoint.resolve("tokenizer.json"));
        assertThat(mean.resolve("model.safetensors")).isRegularFile();
        assertThat(err.toString()).contains("the average of 2 checkpoints");
        assertThat(aligner("average", "--model", checkpoint, "--output", folder.resolve("one")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("an average needs at least 2 checkpoints, but got 1");
    }

    @Test
    void a_copy_bias_keeps_a_correction_to_its_answer() throws IOException {
        Path input = folder.resolve("rude.jsonl");
        Path output = folder.resolve("civil.jsonl");
        Files.writeString(
                input, "{\"question\": \"How is it?\", \"answer\": \"Your question is stupid, but I read it.\"}\n");

        assertThat(aligner("correct", "--input", input, "--output", output)).isZero();
        assertThat(correction(output)).contains("question").doesNotContain("stupid");
        Path copied = folder.resolve("copied.jsonl");
        assertThat(aligner("correct", "--input", input, "--output", copied, "--copy-bias", 1000))
                .isZero();
        assertThat(correction(copied)).isEqualTo("Your question is stupid, but I read it.");
        assertThat(aligner("correct", "--input", input, "--output", copied, "--copy-bias=-1"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("must be at least 0 and finite, but was -1.0");
    }

    private static String correction(Path output) throws IOException {
        return new JsonMapper()
                .readTree(Files.readString(output))
                .path("correction")
                .asString();
    }

    @Test
    void every_help_fits_80_columns_and_begins_with_one_sentence() {
        List<CommandLine> commands = new ArrayList<>(List.of(AlignerCommand.commandLine()));
        for (int i = 0; i < commands.size(); i++) {
            commands.addAll(commands.get(i).getSubcommands().values());
        }
        assertThat(commands).hasSizeGreaterThan(12).allSatisfy(command -> {
            assertThat(command.getUsageMessage().lines()).allMatch(line -> line.length() <= 80);
            assertThat(command.getCommandSpec().usageMessage().description()[0])
                    .matches("[A-Z][^.]*\\.")
                    .hasSizeLessThan(70);
        });
    }

    @Test
    void the_steering_commands_have_their_former_names_too() {
        assertThat(aligner("strength", "--help")).isZero();
        assertThat(aligner("strength-curve", "--help")).isZero();
        assertThat(out.toString()).contains("Usage: aligner steering-vector", "Usage: aligner steering-curve");
    }

    @Test
    void generate_prints_the_text_alone_without_json() throws IOException {
        assertThat(generate(PROMPT, "--max-new-tokens", "8", "--json")).isZero();
        String text = new JsonMapper().readTree(out.toString()).path("text").asString();
        out.getBuffer().setLength(0);

        assertThat(generate(PROMPT, "--max-new-tokens", "8")).isZero();

        assertThat(out.toString()).isEqualTo(text + System.lineSeparator());
    }

    @Test
    void generate_reads_the_prompt_exactly() throws IOException {
        assertThat(promptTokens("a")).isEqualTo(2);
        assertThat(promptTokens("a\n")).isEqualTo(3);
        assertThat(promptTokens("</s>")).isGreaterThan(2);
    }

    @Test
    void generate_draws_with_a_seed() throws IOException {
        String[] drawing = {
            "--max-new-tokens", "8", "--temperature", "2", "--top-k", "40", "--top-p", "0.95", "--seed", "3"
        };
        assertThat(generate(PROMPT, drawing)).isZero();
        String first = out.toString();

        assertThat(generate(PROMPT, drawing)).isZero();

        assertThat(out.toString()).isEqualTo(first + first);
    }

    @Test
    void generate_ends_before_a_stop_string() throws IOException {
        assertThat(generate(PROMPT, "--max-new-tokens", "8", "--stop", "e")).isZero();

        assertThat(out.toString()).doesNotContain("e");
    }

    @Test
    void mistakes_are_one_line_and_exit_code_2() throws IOException {
        assertMistake("Missing required subcommand");
        assertMistake("Unmatched argument", "frobnicate");
        assertMistake("Missing required option", "generate");
        assertMistake("Unknown option: '--frob'", "generate", "--checkpoint", "x", "--prompt-file", "y", "--frob");
        assertMistake("absent: there is no such folder", generating("absent", prompt(PROMPT)));
        assertMistake("absent: there is no such file", generating(checkpoint.toString(), Path.of("absent")));
        assertMistake("unknown dtype 'int3'", generating(checkpoint.toString(), prompt(PROMPT), "--dtype", "int3"));
        assertMistake("device cuda:77 is not available", flags("--device", "cuda:77"));
        assertMistake("max-new-tokens must be at least 1, but was 0", flags("--max-new-tokens", "0"));
        assertMistake("give a temperature above 0", flags("--top-k", "5"));
        assertMistake("temperature must be at least 0, but was -1.0", flags("--temperature", "-1"));
        assertMistake("takes at most", generating(checkpoint.toString(), prompt("x ".repeat(5000))));
    }

    @Test
    void a_prompt_that_is_not_utf8_is_a_mistake() throws IOException {
        Path file = Files.write(folder.resolve("latin1.txt"), new byte[] {'a', (byte) 0xE9});

        assertMistake("latin1.txt: the file is not UTF-8", generating(checkpoint.toString(), file));
    }

    @Test
    void correct_corrects_with_the_embedded_aligner() throws IOException {
        Path input = Files.writeString(
                folder.resolve("in.jsonl"), "{\"question\": \"Where is it?\", \"answer\": \"It is here.\"}\nbad\n");
        Path output = folder.resolve("out.jsonl");

        assertThat(run("correct", "--model", "embedded", "--input", input.toString(), "--output", output.toString()))
                .isEqualTo(1);

        assertThat(Files.readAllLines(output)).hasSize(1).first().asString().contains("\"correction\":");
        assertThat(err.toString())
                .isEqualTo(input + ":2: the line is not one JSON object: it is broken at column 1"
                        + System.lineSeparator());
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void correct_takes_the_template_of_a_checkpoint_that_does_not_name_it() throws IOException {
        Path input = Files.writeString(
                folder.resolve("in.jsonl"), "{\"question\":\"Why?\",\"answer\":\"Your plan is stupid and ugly.\"}\n");
        Path output = folder.resolve("out.jsonl");
        String[] call = {
            "correct", "--model", checkpoint.toString(), "--input", input.toString(), "--output", output.toString()
        };
        assertMistake("no aligner.json", call);

        String[] named = Arrays.copyOf(call, call.length + 2);
        named[call.length] = "--template";
        named[call.length + 1] = "alpaca";
        assertMistake("but was 'alpaca'", named);

        named[call.length + 1] = "aligner-7b";
        err.getBuffer().setLength(0);
        // It is not the template that this checkpoint was trained with: what it writes may be rejected (1) or not (0).
        assertThat(run(named)).isIn(0, 1);
        assertThat(err.toString()).doesNotContain("no aligner.json");
        assertThat(Files.exists(output)).isTrue();
    }

    @Test
    void correct_refuses_files_that_it_would_spoil() throws IOException {
        Path file = Files.writeString(folder.resolve("in.jsonl"), "{}\n");

        assertMistake("must not be the file of --input", correcting(file, file));
        assertMistake("absent: there is no such file", correcting(Path.of("absent"), file));
        assertMistake("--output must name a file", correcting(file, folder));
        assertMistake("there is no folder " + folder.resolve("no"), correcting(file, folder.resolve("no/out.jsonl")));
        assertMistake("out.jsonl: ", correcting(file, file.resolve("out.jsonl")));
        assertThat(folder.toFile().list()).containsExactly("in.jsonl");
    }

    @Test
    void a_misspelt_name_comes_with_the_nearest_known_one() {
        assertMistake("did you mean --input instead of --imput?", "correct", "--imput", "x", "--output", "y");
        assertMistake("did you mean --strength instead of --strenght?", "correct", "--strenght=2");
        assertMistake("did you mean correct instead of corect?", "corect");
        assertMistake("did you mean split instead of spilt?", "dataset", "spilt");
        assertMistake("Unknown option: '--zzz'", "generate", "--checkpoint", "x", "--zzz");
    }

    @Test
    void every_option_of_every_command_is_suggested_for_a_slip_in_it() {
        options(AlignerCommand.commandLine()).forEach((command, names) -> {
            for (String name : names) {
                String slip = name.substring(0, name.length() - 1) + "q" + name.substring(name.length() - 1);
                List<String> args = new ArrayList<>(List.of(command.split(" ")));
                args.add(slip);
                err.getBuffer().setLength(0);

                assertThat(aligner(args.toArray())).as(slip).isEqualTo(2);
                assertThat(err.toString()).as(command).contains("did you mean").contains(name);
            }
        });
    }

    @Test
    void a_folder_or_file_that_is_not_there_is_named() throws IOException {
        Path rows = Files.writeString(folder.resolve("in.jsonl"), "{\"question\":\"q\",\"answer\":\"a\"}\n");
        String gone = folder.resolve("gone").toString();
        String output = folder.resolve("out").toString();
        for (List<String> call : calls(rows, gone, output)) {
            err.getBuffer().setLength(0);

            assertThat(aligner(call.toArray())).as("%s: %s", call, err).isEqualTo(2);
            assertThat(err.toString()).as("%s", call).contains(gone).containsPattern("(there is no|is no|not a) ");
            assertThat(err.toString().lines()).as("%s", call).hasSize(1);
        }
    }

    private List<List<String>> calls(Path rows, String gone, String output) {
        return List.of(
                List.of("correct", "--input", rows.toString(), "--output", output, "--model", gone),
                List.of("correct", "--input", rows.toString(), "--output", output, "--adapter", "x=" + gone),
                List.of("correct", "--input", gone, "--output", output),
                List.of("generate", "--checkpoint", gone, "--prompt-file", rows.toString()),
                List.of("generate", "--checkpoint", checkpoint.toString(), "--prompt-file", gone),
                List.of("generate", "--checkpoint", checkpoint.toString(), "--input", gone, "--output", output),
                List.of("bench", "--checkpoint", gone),
                List.of("bench", "--checkpoint", checkpoint.toString(), "--input", gone),
                List.of("bench", "--checkpoint", checkpoint.toString(), "--rows-out", gone + "/rows.jsonl"),
                List.of(
                        "strength",
                        "--checkpoint",
                        gone,
                        "--input",
                        rows.toString(),
                        "--output",
                        output,
                        "--layers",
                        "1"),
                List.of("strength-curve", "--model", gone, "--input", rows.toString()),
                List.of("strength-curve", "--input", gone),
                List.of("evaluate", "--model", gone, "--copies", rows.toString()),
                List.of("evaluate", "--copies", gone),
                List.of("evaluate", "--references", gone),
                List.of("train", "--train", gone, "--output", output),
                List.of("average", "--model", gone, "--model", gone, "--output", output),
                List.of("dataset", "build", "--input", gone, "--output", output),
                List.of("dataset", "build", "--pairs", gone, "--output", output),
                List.of("dataset", "split", "--input", gone, "--output", output),
                List.of("dataset", "overlap", gone),
                List.of("dataset", "overlap", gone, rows.toString()),
                List.of("dataset", "inspect", "--input", gone),
                List.of("export", "--format", "sft", "--input", gone, "--output", output));
    }

    private static Map<String, List<String>> options(CommandLine command) {
        Map<String, List<String>> options = new TreeMap<>();
        command.getSubcommands().forEach((name, sub) -> {
            options(sub).forEach((inner, names) -> options.put(name + " " + inner, names));
            List<String> names = sub.getCommandSpec().options().stream()
                    .map(option -> option.longestName())
                    .filter(each -> each.length() > 4)
                    .toList();
            options.put(name, names);
        });
        return options;
    }

    private int promptTokens(String text) throws IOException {
        out.getBuffer().setLength(0);
        assertThat(generate(text, "--max-new-tokens", "1", "--json")).isZero();
        return new JsonMapper().readTree(out.toString()).path("promptTokens").asInt();
    }

    private void assertMistake(String message, String... args) {
        err.getBuffer().setLength(0);

        assertThat(run(args)).isEqualTo(2);

        assertThat(err.toString()).startsWith("aligner: ").contains(message);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(out.toString()).isEmpty();
    }

    private int generate(String text, String... flags) throws IOException {
        return run(generating(checkpoint.toString(), prompt(text), flags));
    }

    private String[] flags(String... flags) throws IOException {
        return generating(checkpoint.toString(), prompt(PROMPT), flags);
    }

    private Path prompt(String text) throws IOException {
        return Files.writeString(folder.resolve("prompt.txt"), text);
    }

    private int aligner(Object... arguments) {
        return run(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    }

    private int run(String... args) {
        return AlignerCommand.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    private static String[] generating(String model, Path promptFile, String... flags) {
        List<String> args =
                new ArrayList<>(List.of("generate", "--checkpoint", model, "--prompt-file", promptFile.toString()));
        args.addAll(Arrays.asList(flags));
        return args.toArray(String[]::new);
    }

    private static String[] correcting(Path input, Path output) {
        return new String[] {"correct", "--input", input.toString(), "--output", output.toString()};
    }
}
