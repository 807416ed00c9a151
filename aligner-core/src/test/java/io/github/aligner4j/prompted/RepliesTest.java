// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.CorrectionRejectedException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RepliesTest {

    private static final Frame FRAME = Frame.around(List.of());

    private static String corrected(String reply, String original) {
        String unescaped = reply.replace("\\n", "\n").replace("\\r", "\r");
        return Replies.corrected(unescaped, original, FRAME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNCHANGED",
                "UNCHANGED.",
                "UNCHANGED!",
                " UNCHANGED \\n",
                "\"UNCHANGED\"",
                "\"UNCHANGED.\"",
                "**UNCHANGED**",
                "`UNCHANGED`",
                "“UNCHANGED”",
                "„UNCHANGED“",
                "«UNCHANGED»",
                "(UNCHANGED)",
                "[UNCHANGED]",
                "<answer>\\nUNCHANGED\\n</answer>",
                "```\\nUNCHANGED\\n```",
                "Here is the corrected answer: UNCHANGED",
            })
    void the_word_unchanged_means_the_original_answer(String reply) {
        assertThat(corrected(reply, " You idiot. \n")).isEqualTo(" You idiot. \n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Unchanged.",
                "unchanged",
                "The price is UNCHANGED.",
                "UNCHANGEDLY",
                "NOT UNCHANGED",
                "NO CHANGES"
            })
    void other_texts_with_the_word_are_corrections(String reply) {
        assertThat(corrected(reply, "Changed.")).isEqualTo(reply);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNCHANGED\\n\\nYou friend.",
                "UNCHANGED - it is fine, friend.",
                "UNCHANGED: You friend.",
                "UNCHANGED. You friend.",
                "My friend, it is fine.\\n\\n**UNCHANGED**",
                "Here is the corrected answer: UNCHANGED. You friend.",
                "UNCHANGED.\\nThe answer is fine as it is.",
                "**UNCHANGED**\\nBecause it is polite.",
                "Here is the corrected answer:\\nUNCHANGED\\nYou friend."
            })
    void the_word_and_more_is_rejected(String reply) {
        assertThatThrownBy(() -> corrected(reply, "You idiot."))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("said UNCHANGED and more")
                .hasMessageNotContaining("friend");
    }

    @Test
    void an_answer_that_has_the_word_itself_is_corrected_as_any_other() {
        assertThat(corrected("UNCHANGED\\nis a good word.", "UNCHANGED\nis a bad word."))
                .isEqualTo("UNCHANGED\nis a good word.");
        assertThat(corrected("UNCHANGED", "UNCHANGED")).isEqualTo("UNCHANGED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "Here is the corrected answer: You friend.",
                "Here is the corrected answer:\\n\\nYou friend.",
                "Here's the corrected version of the answer:\\nYou friend.",
                "Here’s a more polite response: You friend.",
                "Sure! Here is the revised answer:\\nYou friend.",
                "Certainly, here is the improved text:\\nYou friend.",
                "**Corrected answer:** You friend.",
                "**Corrected answer**:\\nYou friend.",
                "## Revised answer:\\nYou friend.",
                "Corrected answer: You friend.",
                "The corrected answer: You friend.",
                "Below is the edited reply:\\nYou friend.",
                "Hier ist die korrigierte Antwort:\\nYou friend.",
                "Korrigierte Antwort: You friend.",
                "Voici la réponse corrigée :\\nYou friend.",
                "Réponse corrigée: You friend.",
                "Aquí está la respuesta corregida:\\nYou friend.",
                "\"You friend.\"",
                "“You friend.”",
                "„You friend.“",
                "'You friend.'",
                "«You friend.»",
                "```\\nYou friend.\\n```",
                "```markdown\\nYou friend.\\n```",
                "~~~\\nYou friend.\\n~~~",
                "<answer>\\nYou friend.\\n</answer>",
                "<answer>You friend.</answer>",
                "Here is the corrected answer:\\n\\n```\\nYou friend.\\n```",
                "Here is the corrected answer:\\n\\n\"You friend.\"",
                "\\n\\n  You friend.  \\n",
            })
    void what_stands_around_the_answer_is_removed(String reply) {
        assertThat(corrected(reply, "You idiot.")).isEqualTo("You friend.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "Here is the answer: be kind. | Here is the answer: be rude.",
                "Corrected answer: be kind. | Corrected answer: be rude.",
                "\"Be kind.\" | \"Be rude.\"",
                "“Be kind.” | “Be rude.”",
                "\"Be\" is not \"kind\" | Be rude",
                "'tis the dog's | Be rude",
                "Here is how you do it: first, ask. | Do it.",
                "Note: the answer is 4. | 5",
                "The answer is: 4 | 5",
                "It is\\n```\\n4\\n``` | 5",
                "Here is a list. The answer: 4 | 5",
            })
    void what_the_original_answer_has_itself_or_is_part_of_the_text_stays(String reply, String original) {
        assertThat(corrected(reply, original)).isEqualTo(reply.replace("\\n", "\n"));
    }

    @Test
    void a_code_block_stays_if_the_answer_is_one_and_two_are_no_wrapper() {
        assertThat(corrected("```\\nx = 2\\n```", "```\nx = 1\n```")).isEqualTo("```\nx = 2\n```");
        assertThat(corrected("```\\na\\n```\\nand\\n```\\nb\\n```", "a and b"))
                .isEqualTo("```\na\n```\nand\n```\nb\n```");
        assertThat(corrected("````\\n```\\na\\n```\\n````", "a")).isEqualTo("```\na\n```");
    }

    @Test
    void white_space_around_is_that_of_the_original_answer() {
        assertThat(corrected("You friend.", "\n  You idiot. \n\n")).isEqualTo("\n  You friend. \n\n");
        assertThat(corrected("You idiot.", "\n  You idiot. \n\n")).isEqualTo("\n  You idiot. \n\n");
        assertThat(corrected("a\\nb", "a\r\nb")).isEqualTo("a\r\nb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<question>\\nWhy?\\n</question>\\nYou friend.",
                "You friend.</answer>",
                "<answer>\\nYou friend.\\n</answer>\\nI made it polite.",
                "< / Answer >You friend.",
            })
    void tags_of_the_prompt_in_a_correction_are_rejected(String reply) {
        assertThatThrownBy(() -> corrected(reply, "You idiot."))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("repeated tags of the prompt")
                .hasMessageNotContaining("friend");
    }

    @Test
    void tags_that_the_answer_has_itself_are_text() {
        Frame frame = Frame.around(List.of("Use <answer> and </answer>."));

        assertThat(Replies.corrected("Please use <answer> and </answer>.", "Use <answer> and </answer>.", frame))
                .isEqualTo("Please use <answer> and </answer>.");
    }

    @Test
    void an_introduction_and_nothing_else_is_empty() {
        assertThat(corrected("Here is the corrected answer:", "You idiot.")).isEmpty();
    }

    /** Any text that a model copies comes back as the original, whatever it looks like. */
    @Property
    void a_copied_answer_is_unchanged(@ForAll String original) {
        if (Replies.isUnchanged(original.strip()) || !original.equals(original.replace("\r", ""))) {
            return;
        }
        assertThat(Replies.corrected(original, original, Frame.around(List.of(original))))
                .isEqualTo(original);
    }

    @Test
    void long_fences_take_time_that_grows_no_faster_than_the_text() {
        String fences = "~".repeat(60_000);
        String reply = fences + "\n" + (fences.substring(1) + "x").repeat(3) + "\n";
        assertThat(corrected(reply + fences, "x"))
                .isEqualTo(reply.substring(fences.length() + 1).strip());
        assertThat(corrected(reply + "x", "x")).isEqualTo(reply + "x");
    }
}
