// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class InlineThinkingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "<think>hm</think>Yes.|<think>hm</think>|Yes.",
                "  <think>hm</think>  Yes. |  <think>hm</think>  |Yes. ",
                "<thinking>a < b</thinking>Yes.|<thinking>a < b</thinking>|Yes.",
                "<THINK>hm</Think>Yes.|<THINK>hm</Think>|Yes.",
                "<reasoning>hm</reasoning>Yes.|<reasoning>hm</reasoning>|Yes.",
                "[THINK]hm[/THINK]Yes.|[THINK]hm[/THINK]|Yes.",
                "<think>hm <think> hm</think>Yes.|<think>hm <think> hm</think>|Yes.",
                "<think></</think>Yes.|<think></</think>|Yes."
            })
    void a_block_at_the_beginning_is_thinking_and_the_rest_is_the_answer(String text, String thinking, String answer) {
        assertThat(InlineThinking.of(text)).isEqualTo(new InlineThinking(thinking, answer));
    }

    @Test
    void several_blocks_in_a_row_are_thinking() {
        String thinking = "<think>a</think>\n<thinking>b</thinking>\n\n";

        assertThat(InlineThinking.of(thinking + "Yes.")).isEqualTo(new InlineThinking(thinking, "Yes."));
    }

    @Test
    void a_block_that_is_never_closed_is_thinking_to_the_end() {
        assertThat(InlineThinking.of("<think>hm</thinking> and"))
                .isEqualTo(new InlineThinking("<think>hm</thinking> and", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "Use <think>hm</think> for it.",
                "`<think>` opens it, `</think>` closes it.",
                "```\n<think>hm</think>\n```",
                "Yes.\n</think>\nNo.",
                "<thin",
                "<thinker>hm</thinker>Yes.",
                "<think hm</think>Yes."
            })
    void a_text_that_merely_mentions_a_tag_is_all_answer(String text) {
        assertThat(InlineThinking.of(text)).isEqualTo(new InlineThinking("", text));
    }

    @Test
    void a_block_that_the_prompt_opened_ends_with_its_tag() {
        assertThat(InlineThinking.of("hm\n</think>\n\nYes.", true))
                .isEqualTo(new InlineThinking("hm\n</think>\n\n", "Yes."));
        assertThat(InlineThinking.of("<think>hm</think>Yes.", true))
                .isEqualTo(new InlineThinking("<think>hm</think>", "Yes."));
    }

    @Test
    void a_text_that_never_closes_what_the_prompt_opened_has_no_thinking() {
        assertThat(InlineThinking.of("Yes.", true)).isEqualTo(new InlineThinking("", "Yes."));
    }

    @Property
    void nothing_is_lost_and_chunks_make_no_difference(@ForAll("chunks") List<String> chunks, @ForAll boolean opened) {
        String text = String.join("", chunks);
        InlineThinking cut = InlineThinking.of(text, opened);

        assertThat(cut.thinking() + cut.answer()).isEqualTo(text);
        ThinkingSplitter splitter = new ThinkingSplitter(opened);
        StringBuilder answer = new StringBuilder();
        chunks.forEach(chunk -> answer.append(splitter.append(chunk)));
        answer.append(splitter.end());
        assertThat(answer.toString()).isEqualTo(opened && cut.thinking().isEmpty() ? "" : cut.answer());
    }

    @Provide
    Arbitrary<List<String>> chunks() {
        return Arbitraries.of("<", "<th", "ink>", "<think>", "</", "think>", "</think>", "ing>", " ", "\n", "a", "")
                .list()
                .ofMaxSize(12);
    }
}
