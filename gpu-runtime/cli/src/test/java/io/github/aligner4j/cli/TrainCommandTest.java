// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class TrainCommandTest {

    private static final String CONFIG = """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 32, "intermediate_size": 64,
             "num_hidden_layers": 1, "num_attention_heads": 2, "max_position_embeddings": 256, "rms_norm_eps": 1e-5,
             "hidden_act": "silu", "tie_word_embeddings": true}
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_model_is_trained_from_scratch_and_then_gets_an_adapter() throws IOException {
        Path texts = Files.writeString(folder.resolve("texts"), "It is a cat.\n\nIt is a dog.\n");
        String rows = rows().toString();
        assertThat(train("scratch", scratch(rows) + " --evaluate-every 1 --dev " + rows + " --text " + texts))
                .isZero();

        assertThat(out.toString().strip()).endsWith("scratch/model");
        assertThat(err.toString())
                .contains("text: 2 sequences, 1 steps", "identity: 1 sequences, 1 steps")
                .contains("correction: 6 sequences, 1 steps", "step 3: loss ", "dev loss ", "(best)");
        assertThat(Files.readString(folder.resolve("scratch/loss.svg"))).contains("dev set");
        assertThat(Files.readAllLines(folder.resolve("scratch/metrics.jsonl"))).hasSize(6);

        Path model = folder.resolve("scratch/model");
        assertThat(train("adapter", "--lora-rank 2 --lora-targets q_proj,v_proj --base " + model + " --train " + rows))
                .isZero();
        assertThat(folder.resolve("adapter/model/adapter_config.json")).exists();
        assertThat(folder.resolve("adapter/model/aligner.json"))
                .hasContent(Files.readString(model.resolve("aligner.json")));
    }

    @Test
    void a_run_that_was_stopped_is_resumed() throws IOException {
        String options = scratch(rows().toString());

        assertThat(train("out", options + " --max-minutes 0")).isEqualTo(1);
        assertThat(err.toString()).contains("stopped after step 0; --resume continues from here");
        assertThat(train("out", options)).isEqualTo(2);
        assertThat(err.toString()).contains("contains a training; resume it with --resume");
        assertThat(train("out", options + " --resume")).isZero();
        assertThat(folder.resolve("out/model/model.safetensors")).exists();
    }

    @Test
    void bad_rows_are_named_with_their_lines_and_left_out_on_request() throws IOException {
        Path rows = rows();
        Files.writeString(rows, Files.readString(rows) + "{\"question\": \"secret\"}\n");
        String options = scratch(rows.toString());

        assertThat(train("out", options)).isEqualTo(2);
        assertThat(err.toString())
                .contains("rows:7: 'answer' is missing")
                .contains("1 of 7 rows are bad; correct them, or skip them with --skip-bad-rows")
                .doesNotContain("secret");
        assertThat(train("out", options + " --skip-bad-rows")).isZero();
    }

    @Test
    void a_descriptor_texts_of_rows_and_a_number_of_steps_are_obeyed() throws IOException {
        Path descriptor = Files.writeString(
                folder.resolve("own.json"),
                "{\"prompt\": {\"text\": \"##Answer: {answer} ##Correction:\"}, \"answerPrefix\": \" \"}");
        Path texts = Files.writeString(
                folder.resolve("texts.jsonl"), "{\"question\": \"q\", \"answer\": \"A text to be read.\"}\n");
        String options = scratch(rows().toString()) + " --descriptor " + descriptor + " --text " + texts;

        assertThat(train("out", options + " --max-steps 1")).isEqualTo(1);
        assertThat(err.toString()).contains("stopped after step 1");
        assertThat(Files.readString(folder.resolve("out/metrics.jsonl"))).contains("\"text\"");
        assertThat(train("out", options + " --resume")).isZero();
        assertThat(Files.readString(folder.resolve("out/model/aligner.json"))).contains("##Correction:");
    }

    @Test
    void a_detector_is_trained_reported_and_run_with_a_threshold() throws IOException {
        Path rows = rows();
        Path descriptor = Files.writeString(folder.resolve("detecting.json"), """
                {"prompt": {"text": "A: {answer} C:"}, "answerPrefix": " ",
                 "detector": {"name": "rudeness", "changed": "+", "unchanged": "=", "threshold": 0.5}}
                """);

        assertThat(train(
                        "out",
                        scratch(rows.toString()) + " --dev " + rows + " --descriptor " + descriptor
                                + " --detector-weight 3 --edit-weight 2 --sentence-weight 1 --evaluate-every 1"))
                .as(err.toString())
                .isZero();

        assertThat(err.toString())
                .containsPattern("dev loss [^,]*, detector recall [01].\\d{3}, false positives 0.0000, ");
        assertThat(Files.readString(folder.resolve("out/metrics.jsonl")))
                .contains("\"detector\":{\"changed\":6,\"unchanged\":0,\"threshold\":0.5,\"accuracy\":");
        String correct =
                "correct --threads 1 --model " + folder.resolve("out/model") + " --input " + rows + " --output ";
        assertThat(run(correct + folder.resolve("corrected") + " --threshold 1"))
                .isZero();
        assertThat(Files.readAllLines(folder.resolve("corrected")))
                .hasSize(6)
                .allMatch(line -> line.contains("\"changed\":false"))
                .allMatch(line -> line.contains("\"detections\":[{\"label\":\"rudeness\",\"score\":"));
        assertThat(run(correct + folder.resolve("more") + " --threshold 1.5")).isEqualTo(2);
        assertThat(err.toString()).contains("threshold must be between 0 and 1, but was 1.5");
    }

    @Test
    void options_that_make_no_sense_are_refused() throws IOException {
        String options = scratch(rows().toString());
        assertThat(train("out", "--train " + rows())).isEqualTo(2);
        assertThat(train("out", options + " --dtype float16")).isEqualTo(2);
        assertThat(train("out", options + " --lora-alpha 3")).isEqualTo(2);
        assertThat(train("out", options + " --template none")).isEqualTo(2);
        assertThat(train("out", options + " --batch-size 0")).isEqualTo(2);
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("exactly one of --base and --config must be given"),
                        line -> assertThat(line).contains("--dtype must be float32 or bfloat16, but was 'float16'"),
                        line -> assertThat(line).contains("--lora-alpha and --lora-targets need --lora-rank"),
                        line -> assertThat(line).contains("template must be one of"),
                        line -> assertThat(line).contains("batch size must be at least 1, but was 0"));
        assertThat(folder.resolve("out/model")).doesNotExist();
    }

    @Test
    void a_dataset_is_built_of_rows_pairs_and_good_answers() throws IOException {
        build();
        assertThat(err.toString())
                .contains("         7 rows         -1  drop duplicates, ignoring case and white space")
                .contains("         9 rows         +2  add corrections as identity rows, up to a share of 0.2")
                .contains("built: 9 rows, of which 2 change nothing");
        assertThat(run("dataset build --output " + folder.resolve("built"))).isEqualTo(2);
        assertThat(err.toString()).contains("at least one of --input and --pairs must be given");
    }

    @Test
    void a_dataset_is_inspected_and_plotted() throws IOException {
        Path built = build();
        assertThat(run("dataset inspect --input " + built + " --plots " + folder.resolve("plots")))
                .isZero();
        JsonNode statistics = new JsonMapper().readTree(out.toString());
        assertThat(statistics.path("rows").asInt()).isEqualTo(9);
        assertThat(statistics.path("identityShare").asDouble()).isEqualTo(2 / 9.0);
        assertThat(folder.resolve("plots/lengths.svg")).exists();
        assertThat(folder.resolve("plots/edits.svg")).exists();
    }

    @Test
    void a_dataset_is_split_without_losing_a_row() throws IOException {
        Path built = build();
        assertThat(run("dataset split --input " + built + " --output " + folder.resolve("parts")))
                .isZero();
        long lines = 0;
        for (String name : List.of("train", "dev", "test")) {
            lines += Files.readAllLines(folder.resolve("parts/" + name + ".jsonl"))
                    .size();
        }
        assertThat(lines).isEqualTo(9);
    }

    @Test
    void rows_of_a_topic_stay_together_with_all_their_fields() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String topic = i % 4 == 0 ? "" : ",\"topic\":\"t%d\"".formatted(i % 50);
            rows.add("{\"question\":\"q%d\",\"answer\":\"a\",\"correction\":\"c\",\"kind\": \"k\"%s}"
                    .formatted(i, topic));
        }
        Path input = Files.write(folder.resolve("topics.jsonl"), rows);

        assertThat(run("dataset split --by topic,question --dev 0.2 --test 0.2 --input " + input + " --output "
                        + folder.resolve("parts")))
                .isZero();

        Map<String, Set<String>> parts = new HashMap<>();
        List<String> written = new ArrayList<>();
        for (String name : List.of("train", "dev", "test")) {
            List<String> lines = Files.readAllLines(folder.resolve("parts/" + name + ".jsonl"));
            assertThat(lines).hasSizeGreaterThan(20);
            written.addAll(lines);
            lines.stream()
                    .filter(line -> line.contains("topic"))
                    .forEach(line -> parts.computeIfAbsent(line.replaceAll(".*topic", ""), any -> new HashSet<>())
                            .add(name));
        }
        assertThat(written).containsExactlyInAnyOrderElementsOf(rows);
        assertThat(parts.values()).allMatch(names -> names.size() == 1);
        assertThat(run("dataset split --by topik --input " + input + " --output " + folder.resolve("parts")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--by names 'topik', but none of the 400 rows has that field");
    }

    @Test
    void the_overlap_of_two_datasets_is_printed_and_limited() throws IOException {
        Path one = Files.writeString(
                folder.resolve("one.jsonl"),
                "{\"question\":\"\",\"answer\":\"You are a fool. Yes.\",\"correction\":\"Yes.\"}\n");
        Path other = Files.writeString(folder.resolve("other.jsonl"), """
                {"question":"","answer":"You are a fool! No.","correction":"No."}
                {"question":"","answer":"yes","correction":"yes"}
                """);

        assertThat(run("dataset overlap --words 4 " + one + " " + other)).isZero();

        assertThat(out.toString())
                .isEqualTo("{\"overlap\":\"words\",\"line\":1,\"otherLine\":1,\"text\":\"you are a fool\"}\n");
        assertThat(err.toString().lines())
                .containsExactly(
                        "1 of 1 rows (100.0 %) share 4 words of what is changed",
                        "0 of 2 rows (0.0 %) have the answer of another one");
        assertThat(run("dataset overlap --words 4 --fail-above 0.9 " + one + " " + other))
                .isEqualTo(1);
        assertThat(run("dataset overlap --fail-above 0 " + one + " " + other)).isZero();
        assertThat(run("dataset overlap --fail-above 0 " + one)).isZero();
        assertThat(run("dataset overlap --fail-above 2 " + one)).isEqualTo(2);
        assertThat(err.toString()).contains("--fail-above must be 0 to 1, but was 2.0");
    }

    private Path build() throws IOException {
        Path pairs = Files.writeString(folder.resolve("pairs.tsv"), "bad\tgood\nyou fool\tyou\nYou fool\tYou\n");
        Path built = folder.resolve("built");
        assertThat(run("dataset build --input " + rows() + " --pairs " + pairs + " --identity-share 0.2 --output "
                        + built))
                .isZero();
        return built;
    }

    private int train(String output, String options) {
        return run("train --threads 1 --epochs 1 --output " + folder.resolve(output) + " " + options);
    }

    private int run(String line) {
        return AlignerCommand.run(new PrintWriter(out), new PrintWriter(err), line.split(" +", -1));
    }

    private String scratch(String rows) throws IOException {
        return "--vocabulary 300 --config " + Files.writeString(folder.resolve("config"), CONFIG) + " --train " + rows;
    }

    private Path rows() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (String animal : List.of("cat", "dog", "cow", "hen", "fox", "owl")) {
            rows.append("{\"question\": \"What is it? ")
                    .append(animal)
                    .append("\", \"answer\": \"It is a stupid ")
                    .append(animal)
                    .append(".\", \"correction\": \"It is a ")
                    .append(animal)
                    .append(".\"}\n");
        }
        return Files.writeString(folder.resolve("rows"), rows.toString());
    }
}
