// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judge.Judgment.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JudgmentFileTest {

    private static final Judgment JUDGMENT = new Judgment(
            "7",
            "qwen (compare/1/0a1b2c3d)",
            "helpful",
            "aligner",
            "original",
            Result.TIE,
            List.of("First \"is\" better.\nVery.", "Second \ud800 is."),
            new TokenUsage(120, 34),
            Duration.ofMillis(1500),
            List.of(Result.WIN, Result.LOSS));

    @TempDir
    private Path folder;

    @Test
    void judgments_are_read_back_as_they_were_added() throws IOException {
        Path file = folder.resolve("judgments.jsonl");
        try (JudgmentFile judgments = JudgmentFile.open(file)) {
            judgments.add("k1", JUDGMENT);
            assertThat(judgments.find("k1")).contains(JUDGMENT);
        }

        try (JudgmentFile judgments = JudgmentFile.open(file)) {
            assertThat(judgments.find("k1")).contains(JUDGMENT);
            assertThat(judgments.find("k2")).isEmpty();
            judgments.add("k2", JUDGMENT);
        }
        assertThat(JudgmentFile.read(file)).containsExactly(JUDGMENT, JUDGMENT);
    }

    @Test
    void a_line_that_a_stopped_run_did_not_finish_is_cut_off() throws IOException {
        Path file = folder.resolve("judgments.jsonl");
        try (JudgmentFile judgments = JudgmentFile.open(file)) {
            judgments.add("k1", JUDGMENT);
        }
        Files.writeString(file, "{\"key\":\"k2\",\"ro", StandardOpenOption.APPEND);

        try (JudgmentFile judgments = JudgmentFile.open(file)) {
            assertThat(judgments.find("k2")).isEmpty();
            judgments.add("k2", JUDGMENT);
        }
        assertThat(JudgmentFile.read(file)).hasSize(2);
    }

    @Test
    void a_file_of_another_kind_is_refused_with_its_line() throws IOException {
        Path file = Files.writeString(folder.resolve("judgments.jsonl"), "{\"key\":\"k1\",\"row\":\"7\"}\n");

        assertThatThrownBy(() -> JudgmentFile.open(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file
                        + ":1: 'judge' is missing; a row needs row, judge, aspect, system, baseline and result, so no"
                        + " comparison wrote it; name another file of judgments");
        String line = JudgmentFile.line("k1", JUDGMENT).replace("\"tie\"", "\"draw\"");
        Files.writeString(file, line + "\n");
        assertThatThrownBy(() -> JudgmentFile.read(file))
                .hasMessageContaining(
                        ":1: a result must be one of win, loss, tie and invalid, but is a text of 4 characters");
    }
}
