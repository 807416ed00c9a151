// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

/** Comparisons of prompted systems and judges, whose calls cost money. */
class CompareChatModelsTest {

    /** A call costs 100 prompt tokens at 10 and 10 completion tokens at 50 for a million each: 0.0015. */
    private static final String PRICE = "{input: 10, output: 50, currency: EUR}";

    @TempDir
    private Path folder;

    private CompareRunner runner = new CompareRunner(Path.of(""));
    private Path rows = Path.of("");

    @BeforeEach
    void writeRows() throws IOException {
        runner = new CompareRunner(folder);
        rows = runner.write(
                "rows.jsonl",
                "{\"question\": \"How?\", \"answer\": \"Like this, fool.\"}",
                "{\"question\": \"When?\", \"answer\": \"Tomorrow.\"}");
    }

    private Path config(ChatServer server, String... more) throws IOException {
        return runner.write(
                "compare.yaml",
                "title: Test",
                "chat-models:",
                "  small: {base-url: " + server.url() + ", model: m, price: " + PRICE + "}",
                "systems:",
                "  polite: {prompt: rewrite, chat-model: small, principles: [Be polite.]}",
                String.join("\n", more));
    }

    private static String rewrite(String messages) {
        return messages.contains("fool") ? "Like this." : "UNCHANGED";
    }

    @Test
    void a_prompted_system_has_the_tokens_and_the_cost_of_its_calls() throws IOException {
        try (ChatServer server = new ChatServer(CompareChatModelsTest::rewrite)) {
            assertThat(runner.compare(rows, "--config", config(server), "--yes"))
                    .as(runner.err())
                    .isZero();

            assertThat(runner.texts("polite")).containsExactlyInAnyOrder("Like this.", "Tomorrow.");
            assertThat(server.prompts()).hasSize(2).allMatch(prompt -> prompt.contains("Be polite."));
            JsonNode summary = runner.summary("polite");
            assertThat(summary.path("promptTokens").asDouble()).isEqualTo(100);
            assertThat(summary.path("costPerThousand").asDouble()).isCloseTo(1.5, offset(1e-9));
            assertThat(runner.err()).contains("Plan", "polite", "estimated cost:", "EUR");
        }
    }

    @Test
    void a_name_that_no_chat_model_has_is_told_with_those_that_there_are() throws IOException {
        try (ChatServer server = new ChatServer(CompareChatModelsTest::rewrite)) {
            String problem = "there is no chat model 'smal'; 'chat-models' of --config has small; add it there, or give"
                    + " http://HOST:PORT#MODEL, a checkpoint's folder or hf://ORG/REPO";

            assertThat(runner.compare(rows, "--config", config(server), "--system=p=prompted:rewrite@smal", "--yes"))
                    .isEqualTo(2);
            assertThat(runner.err()).contains(problem);
            assertThat(runner.compare(rows, "--config", config(server, "judges: [smal]"), "--yes"))
                    .isEqualTo(2);
            assertThat(runner.err()).contains(problem);
            assertThat(server.prompts()).isEmpty();
            assertThat(runner.output()).doesNotExist();
        }
    }

    @Test
    void without_a_terminal_nothing_is_spent_unless_an_option_says_so() throws IOException {
        try (ChatServer server = new ChatServer(CompareChatModelsTest::rewrite)) {
            Path config = config(server);

            assertThat(runner.compare(rows, "--config", config)).isEqualTo(2);
            assertThat(runner.err()).contains("this run costs money", "give --yes, or --max-cost");
            assertThat(runner.compare(rows, "--config", config, "--dry-run")).isZero();
            assertThat(runner.out()).contains("polite", "2 left", "0 known");

            assertThat(server.prompts()).isEmpty();
            assertThat(runner.output()).doesNotExist();
        }
    }

    @Test
    void on_a_terminal_the_user_is_asked() throws IOException {
        InputStream in = System.in;
        System.setProperty("aligner.terminal", "true");
        try (ChatServer server = new ChatServer(CompareChatModelsTest::rewrite)) {
            Path config = config(server);
            System.setIn(new ByteArrayInputStream("n\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(runner.compare(rows, "--config", config, "--no-progress"))
                    .isEqualTo(2);
            assertThat(runner.err()).contains("Go on? [y/N]", "nothing was asked and nothing was spent");
            assertThat(server.prompts()).isEmpty();
            System.setIn(new ByteArrayInputStream("yes\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(runner.compare(rows, "--config", config, "--no-progress"))
                    .isZero();
            assertThat(server.prompts()).hasSize(2);
        } finally {
            System.setIn(in);
            System.clearProperty("aligner.terminal");
        }
    }

    @Test
    void a_run_stops_when_its_budget_is_spent_and_goes_on_with_a_new_one() throws IOException {
        try (ChatServer server = new ChatServer(CompareChatModelsTest::rewrite)) {
            Path config = config(server);

            assertThat(runner.compare(rows, "--config", config, "--max-cost=0.003", "--callers=1"))
                    .isEqualTo(1);
            assertThat(runner.err())
                    .contains("--max-cost 0.003 is spent, or leaves too little for the next call; what was answered is"
                            + " kept");
            assertThat(server.prompts()).hasSize(1);

            assertThat(runner.compare(rows, "--config", config, "--max-cost=1"))
                    .as(runner.err())
                    .isZero();
            assertThat(server.prompts()).hasSize(2);
            assertThat(runner.summary("polite").path("costPerThousand").asDouble())
                    .isCloseTo(1.5, offset(1e-9));
        }
    }

    @Test
    void a_failure_is_the_systems_answer_to_that_row_and_is_asked_for_again_only_on_demand() throws IOException {
        boolean[] up = new boolean[1];
        try (ChatServer server =
                new ChatServer(messages -> messages.contains("When?") && !up[0] ? null : rewrite(messages))) {
            Path config = config(server);

            assertThat(runner.compare(rows, "--config", config, "--yes")).isEqualTo(1);
            JsonNode summary = runner.summary("polite");
            assertThat(summary.path("answers").asInt()).isEqualTo(2);
            assertThat(summary.path("failed").asInt()).isEqualTo(1);
            assertThat(runner.answersOf("polite"))
                    .anyMatch(line -> line.path("ending").stringValue().equals("failed")
                            && line.path("answer").stringValue().equals("Tomorrow.")
                            && !line.path("problem").stringValue().isEmpty());
            int asked = server.prompts().size();

            up[0] = true;
            assertThat(runner.compare(rows, "--config", config, "--yes")).isEqualTo(1);
            assertThat(server.prompts()).hasSize(asked);
            assertThat(runner.compare(rows, "--config", config, "--yes", "--retry-failed"))
                    .isZero();
            assertThat(server.prompts()).hasSize(asked + 1);
            assertThat(runner.summary("polite").path("failed").asInt()).isZero();
        }
    }

    @Test
    void a_stack_of_a_prompt_and_an_aligner_costs_what_its_chat_model_costs() throws IOException {
        try (ChatServer server = new ChatServer(CompareChatModelsTest::rewrite)) {
            Path config = config(server, "  civil: embedded", "  both: {stack: [polite, civil]}");

            assertThat(runner.compare(rows, "--config", config, "--yes"))
                    .as(runner.err())
                    .isZero();

            assertThat(runner.summary("both").path("costPerThousand").asDouble())
                    .isCloseTo(1.5, offset(1e-9));
            assertThat(runner.summary("both").path("promptTokens").asDouble()).isGreaterThan(100);
            assertThat(runner.summary("civil").path("costPerThousand").isNull()).isTrue();
        }
    }

    @Test
    void the_conversation_is_shown_unless_a_system_or_the_run_is_without() throws IOException {
        Path turns = runner.write(
                "turns.jsonl",
                "{\"question\": \"And then?\", \"answer\": \"Done.\", \"conversation\": [{\"role\": \"user\","
                        + " \"content\": \"Start with the reactor.\"}, {\"role\": \"assistant\", \"content\":"
                        + " \"Yes.\"}]}");
        try (ChatServer server = new ChatServer(messages -> "UNCHANGED")) {
            Path config = config(server, "  alone: {prompt: rewrite, chat-model: small, conversation: false}");

            assertThat(runner.compare(turns, "--config", config, "--yes"))
                    .as(runner.err())
                    .isZero();

            assertThat(server.prompts()).hasSize(2);
            assertThat(server.prompts().get(0)).contains("reactor");
            assertThat(server.prompts().get(1)).doesNotContain("reactor");
            assertThat(runner.report().path("descriptions").path("alone").stringValue())
                    .endsWith("without the conversation");
            assertThat(runner.run(
                            "compare",
                            turns,
                            "--output",
                            folder.resolve("second"),
                            "--config",
                            config,
                            "--yes",
                            "--without-conversation"))
                    .isZero();
            assertThat(server.prompts().subList(2, 4)).noneMatch(prompt -> prompt.contains("reactor"));
        }
    }

    @Test
    void judges_compare_all_systems_with_the_original_and_are_asked_once() throws IOException {
        try (ChatServer server = new ChatServer(messages -> messages.contains("Be polite.")
                ? rewrite(messages)
                : "Both are clear, the first is kinder.\nVERDICT: tie")) {
            Path config = config(server, "judges: [small]", "aspects: [civility, \"short: The answer is short.\"]");

            assertThat(runner.compare(rows, "--config", config, "--dry-run")).isZero();
            assertThat(runner.out()).contains("judges (calls)");
            assertThat(runner.compare(rows, "--config", config, "--yes"))
                    .as(runner.err())
                    .isZero();
            int asked = server.prompts().size();
            String report = Files.readString(runner.output().resolve("report.json"));
            assertThat(runner.report().path("winRates").valueStream())
                    .anyMatch(rate -> rate.path("system").stringValue().equals("polite")
                            && rate.path("aspect").stringValue().equals("short")
                            && rate.path("judge").stringValue().startsWith("small=m (compare/"));

            assertThat(runner.compare(rows, "--config", config))
                    .as(runner.err())
                    .isZero();
            assertThat(server.prompts()).hasSize(asked);
            assertThat(runner.report().path("winRates"))
                    .isEqualTo(CompareRunner.JSON.readTree(report).path("winRates"));
            assertThat(List.of("report.html", "report.md", "judgments.jsonl", "figures"))
                    .allMatch(name -> Files.exists(runner.output().resolve(name)));
        }
    }

    @Test
    void an_endpoint_that_is_not_there_is_found_before_the_work_starts() throws IOException {
        Path config = runner.write(
                "compare.yaml",
                "chat-models:",
                "  gone: {base-url: \"http://127.0.0.1:1\", model: m, engine: vllm}",
                "systems:",
                "  civil: embedded",
                "  polite: {prompt: rewrite, chat-model: gone}");

        assertThat(runner.compare(rows, "--config", config)).isEqualTo(1);

        assertThat(runner.err()).contains("127.0.0.1:1");
        assertThat(runner.answers("civil")).doesNotExist();
    }
}
