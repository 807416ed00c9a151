// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.compare.ComparedSystem;
import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.compare.SystemAnswer;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import io.github.aligner4j.evaluation.score.ScoreScale;
import io.github.aligner4j.evaluation.scoring.AnswerScorer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CompareFaultsTest {

    @TempDir
    private Path folder;

    private CompareRunner runner = new CompareRunner(Path.of(""));
    private Path rows = Path.of("");

    @BeforeEach
    void writeRows() throws IOException {
        runner = new CompareRunner(folder);
        rows = runner.write(
                "rows.jsonl",
                IntStream.range(0, 8)
                        .mapToObj(i ->
                                "{\"id\": \" r" + i + " \", \"question\": \"How?\", \"answer\": \"So " + i + ".\"}")
                        .toArray(String[]::new));
    }

    private Path config(ChatServer server) throws IOException {
        return runner.write(
                "compare.yaml",
                "chat-models:",
                "  small: {base-url: " + server.url() + ", model: m, price: {input: 10, output: 50, currency: EUR}}",
                "systems:",
                "  polite: {prompt: rewrite, chat-model: small}");
    }

    @Test
    void any_exception_of_a_system_is_its_failure_at_that_row() {
        CorrectionRequest request = CorrectionRequest.of("How?", "So.");
        ComparisonRow row = new ComparisonRow("r", "", request, Optional.empty());

        SystemAnswer answer = CompareRun.ask(
                        meter -> {
                            throw new IllegalStateException("So.");
                        },
                        row,
                        request)
                .answer();

        assertThat(answer.ending()).isEqualTo(Ending.FAILED);
        assertThat(answer.answer()).isEqualTo("So.");
        assertThat(answer.problem()).isEqualTo("the system failed with a java.lang.IllegalStateException");
    }

    @Test
    void any_exception_of_a_scorer_is_a_missing_score() throws IOException {
        ComparisonRow row = new ComparisonRow("r", "", CorrectionRequest.of("How?", "So."), Optional.empty());
        SystemAnswer answer = new SystemAnswer("r", "So.", Ending.CORRECTED, "", TokenUsage.NONE, Duration.ZERO);
        ComparedSystem system = new ComparedSystem(ComparedSystem.ORIGINAL, "", Optional.empty());
        ComparisonData data = new ComparisonData(
                "T",
                List.of(row),
                List.of(system),
                Map.of(system.name(), List.of(answer)),
                List.of(),
                List.of(),
                List.of());

        CompareScores.Result result = CompareScores.open(folder.resolve("scores.jsonl"))
                .score(data, List.of(new Failing()), 1, Progress.NONE);

        assertThat(result.failed()).isEqualTo(1);
        assertThat(result.scores()).isEmpty();
    }

    private record Failing() implements AnswerScorer {
        @Override
        public ScoreScale scale() {
            return new ScoreScale("failing", "", true, "");
        }

        @Override
        public OptionalDouble score(ComparisonRow row, String answer) {
            throw new IllegalStateException("broken");
        }
    }

    @Test
    void concurrent_callers_spend_no_more_than_the_budget_together() throws IOException {
        try (ChatServer server = new ChatServer(messages -> "UNCHANGED")) {
            Path config = config(server);

            assertThat(runner.compare(rows, "--config", config, "--max-cost=0", "--callers=8"))
                    .isEqualTo(1);
            assertThat(server.prompts()).isEmpty();
            assertThat(runner.err()).contains("--max-cost 0.0 is spent, or leaves too little for the next call");

            assertThat(runner.compare(rows, "--config", config, "--max-cost=0.004", "--callers=8"))
                    .isEqualTo(1);
            assertThat(server.prompts()).hasSizeBetween(1, 2); // each costs 0.0015
            assertThat(runner.answersOf("polite")).hasSameSizeAs(server.prompts());
        }
    }

    @Test
    void a_label_that_the_detector_does_not_have_is_refused_before_anything_is_asked() throws IOException {
        Path config = runner.write("compare.yaml", "scores:", "  rude: {detector: embedded, label: rudenes}");

        assertThat(runner.compare(rows, "--config", config)).isEqualTo(2);

        assertThat(runner.err())
                .contains("score 'rude' is by the label 'rudenes', but the detector of embedded has the label"
                        + " 'rudeness'; name that one");
        assertThat(runner.output()).doesNotExist();
    }

    @Test
    void wrong_files_are_found_before_a_system_is_asked_so_that_nothing_is_paid_twice() throws IOException {
        Path other = runner.write("other.jsonl", "{\"question\": \"Else?\", \"output\": \"No.\"}");

        assertThat(runner.compare(rows, "--system=civil=embedded", "--system=other=file:" + other))
                .isEqualTo(2);
        assertThat(runner.output()).doesNotExist();

        assertThat(runner.compare(rows, "--system=civil=embedded", "--judge=classifier:" + other))
                .isEqualTo(2);
        assertThat(runner.output()).doesNotExist();
    }

    @Test
    void ids_with_spaces_around_them_are_those_of_the_same_rows() throws IOException {
        Path recorded = runner.write("recorded.jsonl", "{\"id\": \" r0\", \"output\": \"Zero.\"}");

        assertThat(runner.compare(rows, "--rows=1", "--system=old=file:" + recorded))
                .as(runner.err())
                .isZero();

        assertThat(runner.texts("old")).containsExactly("Zero.");
    }

    @Test
    void a_name_that_is_a_device_on_windows_is_refused() throws IOException {
        assertThat(runner.compare(rows, "--system=con=embedded")).isEqualTo(2);
        assertThat(runner.err()).contains("Windows has a device named 'con'; choose another name");
        assertThat(runner.compare(rows, "--system=Aux.1=embedded")).isEqualTo(2);
    }

    @Test
    void nothing_is_appended_after_a_line_that_was_not_written_whole() throws IOException {
        OutputStream full = new OutputStream() {
            private boolean failed;

            @Override
            public void write(int b) throws IOException {
                if (!failed) {
                    failed = true;
                    throw new IOException("No space left on device");
                }
            }
        };
        try (AppendedLines lines = new AppendedLines(Path.of("answers.jsonl"), full)) {
            assertThatThrownBy(() -> lines.add("one"))
                    .hasMessage("answers.jsonl: No space left on device; what was finished before is kept; run the same"
                            + " command again");
            assertThatThrownBy(() -> lines.add("two"))
                    .hasMessageStartingWith("answers.jsonl: a line before this one could not be written");
        }
    }
}
