// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.streaming;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.text.Sentences;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Joins sentences, those of which that have "fool" in them are deleted. */
class WindowJoinerTest {

    private final List<String> streamed = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "It rains. You fool.\\n\\nStay in.;It rains.\\n\\nStay in.",
                "It rains. You fool.\\n\\n**Poet:** Stay in.;It rains.\\n\\n**Poet:** Stay in.",
                "It rains.\\n\\nYou fool. Stay in.;It rains.\\n\\nStay in.",
                "It rains.\\n\\nYou fool.\\n\\nStay in.;It rains.\\n\\nStay in.",
                "It rains.\\nYou fool.\\n\\nStay in.;It rains.\\n\\nStay in.",
                "It rains.\\n\\nYou fool.\\nStay in.;It rains.\\n\\nStay in.",
                "It rains. You fool. A fool.\\r\\nStay in.;It rains.\\r\\nStay in.",
                "It rains. You fool.\\nA fool.\\n\\nStay in.;It rains.\\n\\nStay in.",
                "You fool.\\n\\n  It rains.;~  It rains.~"
            })
    void no_two_lines_or_paragraphs_are_joined(String answer, String left) {
        assertThat(joined(answer)).isEqualTo(lines(left));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "- It rains. You fool.\\n- Stay in.;- It rains.\\n- Stay in.",
                "- It rains.\\n- You fool.\\n- Stay in.;- It rains.\\n- Stay in.",
                "- It rains.\\n  - You fool.\\n- Stay in.;- It rains.\\n- Stay in.",
                "- It rains.\\n- You fool.\\n  - Stay in.;- It rains.\\n  - Stay in.",
                "  - You fool.\\n  - Stay in.;~  - Stay in.~",
                "It rains.\\n- You fool. A fool. Stay in.\\n- Go.;It rains.\\n- Stay in.\\n- Go.",
                "* [ ] You fool. Stay in.;* [ ] Stay in.",
                "> You fool. Stay in.;> Stay in.",
                "## You fool! Stay in.;## Stay in."
            })
    void list_items_keep_their_markers_and_indentation(String answer, String left) {
        assertThat(joined(answer)).isEqualTo(lines(left));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "It rains. You fool.\\n;It rains.\\n",
                "It rains.\\n\\nYou fool.;It rains.",
                "It rains. You fool. A fool.\\n;It rains.\\n",
                "  It rains.\\t\\nStay in. \\n\\n;  It rains.\\t\\nStay in. \\n\\n"
            })
    void the_white_space_at_the_end_is_that_of_the_answer(String answer, String left) {
        assertThat(joined(answer)).isEqualTo(lines(left));
    }

    private String joined(String escaped) {
        CorrectionContext context = CorrectionContext.DEFAULT.withListener(streamed::add);
        WindowJoiner streaming = new WindowJoiner(context);
        WindowJoiner whole = new WindowJoiner(CorrectionContext.DEFAULT);
        for (String sentence : Sentences.of(lines(escaped))) {
            String words = sentence.strip();
            String corrected = words.contains("fool") ? "" : words;
            for (WindowJoiner joiner : List.of(streaming, whole)) {
                joiner.space(sentence.substring(0, sentence.indexOf(words)));
                if (!words.isEmpty()) {
                    joiner.next().emit(corrected);
                    joiner.corrected(words, corrected);
                }
                joiner.space(sentence.substring(sentence.indexOf(words) + words.length()));
            }
        }
        String text = streaming.finish();
        assertThat(String.join("", streamed)).isEqualTo(text).isEqualTo(whole.finish());
        return text;
    }

    private static String lines(String escaped) {
        return escaped.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t");
    }
}
