// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ExportCommandTest {

    private static final String CONFIG = """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 48, "intermediate_size": 96,
             "num_hidden_layers": 1, "num_attention_heads": 2, "max_position_embeddings": 128, "rms_norm_eps": 1e-5,
             "hidden_act": "silu", "tie_word_embeddings": true}
            """;

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void rows_are_exported_counted_and_listed() throws IOException {
        write("rows", """
                {"question": "Why?", "answer": "So, fool.", "correction": "So."}
                {"question": "Why?", "answer": "So.", "correction": "So."}
                """);

        assertThat(export("--format", "DPO", "--audit", path("audit"))).isZero();

        assertThat(err.toString().strip()).isEqualTo("read 2 rows, kept 1, filtered 1 (1 unchanged)");
        assertThat(lines("out"))
                .containsExactly("{\"prompt\":[{\"role\":\"user\",\"content\":\"Why?\"}],"
                        + "\"chosen\":[{\"role\":\"assistant\",\"content\":\"So.\"}],"
                        + "\"rejected\":[{\"role\":\"assistant\",\"content\":\"So, fool.\"}]}");
        assertThat(lines("audit")).hasSize(2).last().isEqualTo("{\"line\":2,\"reason\":\"unchanged\"}");
    }

    @Test
    void a_standard_prompt_is_framed_as_asked() throws IOException {
        write("rows", "{\"question\": \"Why?\", \"answer\": \"So, fool.\", \"correction\": \"So.\"}\n");

        assertThat(export(
                        "--format",
                        "sft",
                        "--style",
                        "standard",
                        "--prompt-text",
                        "Q: {question}\\nA:",
                        "--answer-text",
                        " "))
                .isZero();

        assertThat(lines("out")).containsExactly("{\"prompt\":\"Q: Why?\\nA:\",\"completion\":\" So.\"}");
    }

    @Test
    void preferences_come_back_as_they_were_read() throws IOException {
        String preference = "{\"prompt\":[{\"role\":\"user\",\"content\":\"Who?\"},"
                + "{\"role\":\"assistant\",\"content\":\"The cat.\"},{\"role\":\"user\",\"content\":\"Why?\"}],"
                + "\"chosen\":[{\"role\":\"assistant\",\"content\":\"So.\"}],"
                + "\"rejected\":[{\"role\":\"assistant\",\"content\":\"So, fool.\"}]}";
        write(
                "rows",
                preference + "\n{\"chosen\":\"\\n\\nHuman: Why?\\n\\nAssistant: So.\","
                        + "\"rejected\":\"\\n\\nHuman: Why?\\n\\nAssistant: So, fool.\"}\n");

        assertThat(export("--format", "dpo")).isZero();

        assertThat(lines("out")).hasSize(2).first().isEqualTo(preference);
    }

    @Test
    void the_prompts_of_an_aligner_are_written_as_it_reads_them() throws IOException {
        write("rows", """
                {"conversation": [{"role": "user", "content": "Who?"}, {"role": "assistant", "content": "The cat."}], \
                "context": ["It is old."], "question": "Why?", "answer": "So, fool.", "correction": "So."}
                {"question": "Why?", "answer": "So.", "correction": "So."}
                """);
        write("aligner.json", """
                {"prompt": {"text": "{context} Q: {question} A: {answer} C:", "labels": ["Q:", "A:", "C:"], "bar": false}, \
                "answerPrefix": " ", "multiTurn": true, \
                "detector": {"name": "rudeness", "changed": " +", "unchanged": " =", "threshold": 0.5}}
                """);

        assertThat(export("--format", "prompts", "--descriptor", path("aligner.json")))
                .isZero();

        assertThat(lines("out"))
                .containsExactly(
                        "{\"prompt\":\"[1]: It is old. Q: Human: Who? Assistant: The cat. Human: Why? Assistant:"
                                + " A: So, fool. C:\",\"completion\":\" + So.\"}",
                        "{\"prompt\":\" Q: Human: Why? Assistant: A: So. C:\",\"completion\":\" =\"}");
        assertThat(export("--format", "prompts")).isEqualTo(2);
        assertThat(err.toString()).contains("--format prompts needs --descriptor, the aligner.json of the Aligner");
        assertThat(export("--format", "sft", "--descriptor", path("aligner.json")))
                .isEqualTo(2);
    }

    @Test
    void bad_rows_are_named_and_what_is_left_is_exported() throws IOException {
        write("rows", """
                {"question": "secret"}
                {"question": "Why?", "answer": "So, fool.", "correction": "So."}
                """);

        assertThat(export("--format", "sft")).isEqualTo(1);

        assertThat(err.toString())
                .contains("rows:1: 'answer' is missing; a row needs question, answer and correction (or error)")
                .contains("read 2 rows, kept 1, filtered 1 (1 bad)")
                .doesNotContain("secret");
        assertThat(lines("out")).hasSize(1);
    }

    @Test
    void options_that_make_no_sense_are_refused() throws IOException {
        write("rows", "{\"question\": \"Why?\", \"answer\": \"So, fool.\", \"correction\": \"So.\"}\n");

        assertThat(export("--format", "rlhf")).isEqualTo(2);
        assertThat(export("--format", "sft", "--style", "chatml")).isEqualTo(2);
        assertThat(export("--format", "sft", "--answer-text", " ")).isEqualTo(2);
        assertThat(export("--format", "dpo", "--keep-unchanged")).isEqualTo(2);
        assertThat(run("export", "--format", "sft", "--input", path("rows"), "--output", path("rows")))
                .isEqualTo(2);
        assertThat(run("generate", "--checkpoint", path("none"), "--input", path("rows")))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("--format must be sft, dpo or prompts, but was 'rlhf'"),
                        line -> assertThat(line)
                                .contains("--style must be conversational or standard, but was 'chatml'"),
                        line -> assertThat(line).contains("--prompt-text and --answer-text are for --style standard"),
                        line -> assertThat(line).contains("can't be exported for dpo"),
                        line -> assertThat(line).contains("rows: --output must not be the file of --input"),
                        line -> assertThat(line)
                                .contains("either --prompt-file or both --input and --output must be given"));
        assertThat(folder.resolve("out")).doesNotExist();
    }

    /** The whole way, in small: a rude model answers, is corrected, learns from it, and answers civilly. */
    @Test
    void an_upstream_model_learns_from_corrections_of_its_answers() throws IOException {
        List<String> animals = List.of("cat", "dog", "cow", "hen");
        StringBuilder rude = new StringBuilder();
        StringBuilder questions = new StringBuilder();
        for (String animal : animals) {
            rude.append("{\"prompt\": \"Is it a %s?\\n\", \"completion\": \"Yes, a stupid %s.\"}\n"
                    .formatted(animal, animal));
            questions.append("{\"id\": 7, \"question\": \"Is it a %s?\"}\n".formatted(animal));
        }
        write("rude", rude.toString());
        write("questions", questions.toString());
        write("config", CONFIG);
        assertThat(train("rude", "upstream", "--epochs", "60", "--config", path("config"), "--vocabulary", "300"))
                .isZero();
        assertThat(folder.resolve("upstream/model/aligner.json")).doesNotExist();

        assertThat(answer("upstream", "answers")).isZero();
        assertThat(lines("answers").get(0))
                .isEqualTo("{\"id\": 7, \"question\": \"Is it a cat?\",\"answer\":\"Yes, a stupid cat.\"}");
        write("rows", correct(lines("answers")));
        assertThat(export("--format", "sft", "--style", "standard")).isZero();

        assertThat(train("out", "taught", "--epochs", "25", "--base", path("upstream/model")))
                .isZero();
        assertThat(err.toString()).contains("completion: 4 sequences, ");
        assertThat(answer("taught", "again")).isZero();
        assertThat(lines("again"))
                .hasSize(4)
                .first()
                .isEqualTo("{\"id\": 7, \"question\": \"Is it a cat?\",\"answer\":\"Yes, a cat.\"}");
    }

    @Test
    void rows_of_prompts_are_checked_as_others_are_and_have_no_template() throws IOException {
        write("config", CONFIG);
        write("rows", "{\"prompt\": \"q\", \"completion\": \"a\"}\n{\"prompt\": \"q\"}\n");

        assertThat(train("rows", "out", "--epochs", "1", "--config", path("config")))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("rows:2: 'completion' is missing", "1 of 2 rows are bad; correct them, or skip them");
        assertThat(train(
                        "rows",
                        "out",
                        "--epochs",
                        "1",
                        "--config",
                        path("config"),
                        "--skip-bad-rows",
                        "--template",
                        "aligner-2b"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--template, --answer-prefix and --descriptor are for corrections");
    }

    private static String correct(List<String> answered) {
        StringBuilder rows = new StringBuilder();
        for (String line : answered) {
            String answer = line.substring(line.indexOf("Yes"), line.lastIndexOf('"'));
            rows.append(line, 0, line.length() - 1)
                    .append(", \"correction\": \"")
                    .append(answer.replace("stupid ", ""))
                    .append("\"}\n");
        }
        return rows.toString();
    }

    private int train(String rows, String output, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "--train",
                path(rows),
                "--output",
                path(output),
                "--threads",
                "1",
                "--batch-size",
                "4",
                "--learning-rate",
                "1e-2",
                "--save-every",
                "1000"));
        arguments.addAll(List.of(options));
        return run(arguments.toArray(String[]::new));
    }

    private int answer(String training, String output) {
        return run(
                "generate",
                "--checkpoint",
                path(training + "/model"),
                "--input",
                path("questions"),
                "--output",
                path(output),
                "--device",
                "cpu",
                "--threads",
                "1",
                "--max-new-tokens",
                "40");
    }

    private int export(String... options) {
        String[] files = {"export", "--input", path("rows"), "--output", path("out")};
        String[] arguments = Arrays.copyOf(files, files.length + options.length);
        System.arraycopy(options, 0, arguments, files.length, options.length);
        return run(arguments);
    }

    private int run(String... arguments) {
        return AlignerCommand.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments);
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
