// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PromptsTest {

    private static final String OWN = """
            # Ours.
            strategy: rewrite
            version: 2026-11

            [edit.user]
            {context}

            Correct this by the rules: {answer}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rewrite",
                "self-critique",
                "self-refine",
                "constitution",
                "feedback-edit-select",
                "judge",
                "detect",
                "compare"
            })
    void the_messages_of_each_prompt_are_these(String name) throws IOException {
        CorrectionRequest request = CorrectionRequest.builder(
                        "How do I stop it?", "Hold the button, you idiot.\n\nOr pull the plug.")
                .context(List.of("Hold the button for five seconds.", "Never pull the plug."))
                .conversation(List.of(
                        new Turn(Turn.Role.SYSTEM, "You help."),
                        new Turn(Turn.Role.USER, "Hi."),
                        new Turn(Turn.Role.ASSISTANT, "What is it?")))
                .build();
        PromptInputs inputs = new PromptInputs(
                request,
                List.of("Answers are polite.", "Answers are true."),
                "- It insults the user.",
                List.of("Hold the button, you idiot.", "Hold the button."),
                List.of("rude", "polite"));
        Prompts prompts = Prompts.byName(name);
        StringBuilder all = new StringBuilder();
        for (PromptRole role : prompts.strategy().roles()) {
            for (Turn turn : prompts.render(role, inputs, inputs.frame())) {
                all.append("=== ")
                        .append(role.id())
                        .append(", ")
                        .append(turn.role())
                        .append('\n');
                all.append(turn.text()).append('\n');
            }
        }

        assertThat(all.toString()).isEqualTo(golden(name));
        assertThat(prompts.version()).isEqualTo("1");
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = PromptsTest.class.getResourceAsStream("golden/" + name + ".txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void paragraphs_without_their_texts_are_left_out() {
        PromptInputs inputs = PromptInputs.of(CorrectionRequest.of("", "You idiot."), List.of("Be polite."));

        String user = Prompts.byName("rewrite")
                .render(PromptRole.EDIT, inputs, inputs.frame())
                .get(1)
                .text();

        assertThat(user)
                .isEqualTo("The answer to correct:\n<answer>\nYou idiot.\n</answer>\n\n"
                        + "Reply with the corrected answer alone, or with UNCHANGED.");
    }

    @Test
    void a_prompt_file_of_ones_own_is_read_from_disk(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("ours.prompt"), OWN.replace("\n", "\r\n"));

        Prompts prompts = Prompts.named(file.toString());

        PromptInputs inputs = PromptInputs.of(CorrectionRequest.of("q", "a"), List.of());
        assertThat(prompts.render(PromptRole.EDIT, inputs, inputs.frame()))
                .containsExactly(new Turn(Turn.Role.USER, "Correct this by the rules: <answer>\na\n</answer>"));
        assertThat(prompts).hasToString("Prompts[rewrite, version 2026-11]");
        assertThat(Prompts.named("rewrite").version()).isEqualTo("1");
        assertThatThrownBy(() -> Prompts.of(folder.resolve("missing.prompt")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing.prompt' can't be read");
        Path broken = Files.writeString(folder.resolve("broken.prompt"), "strategy: rewrite\n[edit.user]\n{answer}");
        assertThatThrownBy(() -> Prompts.of(broken))
                .hasMessageStartingWith("prompt file '" + broken + "': a prompt file needs a line 'version: …'")
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_unknown_name_is_refused_with_the_choices() {
        assertThatThrownBy(() -> Prompts.named("rewrit"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prompt must be the path of a prompt file or one of [compare, constitution, detect,"
                        + " feedback-edit-select, judge, rewrite, self-critique, self-refine], but was 'rewrit'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "strategy: polish; | strategy must be one of rewrite, self-critique, self-refine, constitution,",
                "version: 1; | a prompt file needs a line 'strategy: …' before its first section",
                "strategy: rewrite;version: 1; | strategy 'rewrite' needs a section [edit.user]",
                "strategy: rewrite;version: 1;Correct it.; | a line before the first section must be a comment or one of"
                        + " 'strategy: …' and 'version: …', but one of 11 characters is not",
                "strategy: rewrite;version: 1;[edit.user];{answer};[edit.user];{answer} | section [edit.user] is there twice",
                "strategy: rewrite;version: 1;[edit.user];{answer};[judge.user];x | section must be one of [edit.system,"
                        + " edit.user] for strategy 'rewrite', but was [judge.user]",
                "strategy: rewrite;version: 1;[edit.user];{reply} | section [edit.user]: place must be one of {question},",
                "strategy: rewrite;version: 1;[edit.user];{question} | section [edit.user] needs the place {answer}",
                "strategy: judge;version: 1;[judge.user];{answer} | section [judge.user] needs the place {candidates}",
                "strategy: compare;version: 1;[compare.user];{principles} | section [compare.user] needs the place"
                        + " {candidates}",
                "strategy: compare;version: 1;[compare.user];{candidates} | section [compare.user] needs the place"
                        + " {principles}",
                "strategy: self-refine;version: 1;[feedback.user];{answer};[edit.system];x;[edit.user];{answer} | section"
                        + " [edit.user] needs the place {feedback}",
            })
    void a_file_that_is_no_prompt_file_is_refused(String file, String message) {
        assertThatThrownBy(() -> Prompts.parse(file.replace(';', '\n')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void a_fingerprint_tells_texts_apart_and_ignores_comments_and_line_ends() {
        Prompts prompts = Prompts.parse(OWN);

        assertThat(prompts.fingerprint()).matches("[0-9a-f]{8}");
        assertThat(Prompts.parse(OWN.replace("# Ours.", "# Yours.").replace("\n", "\r\n"))
                        .fingerprint())
                .isEqualTo(prompts.fingerprint());
        assertThat(Prompts.parse(OWN.replace("by the rules", "well")).fingerprint())
                .isNotEqualTo(prompts.fingerprint());
    }
}
