// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SentencesTest {

    @Test
    void a_sentence_ends_with_its_line_at_the_latest() {
        assertThat(Sentences.of("It rains. Stay\nin. Or\n\ngo.\r\n"))
                .containsExactly("It rains. ", "Stay\n", "in. ", "Or\n", "\n", "go.\r\n");
        assertThat(Sentences.of("It rains.\rStay\rin.\r\n\r"))
                .containsExactly("It rains.\r", "Stay\r", "in.\r\n", "\r");
        assertThat(Sentences.of("")).isEmpty();
    }

    @Test
    void a_sentence_keeps_its_mark_before_a_dash() {
        assertThat(Sentences.of("- Go.\n  - Stop.  - Wait! Now."))
                .containsExactly("- Go.\n", "  - Stop.  - Wait! ", "Now.");
        assertThat(SentenceWindows.of("It rains. Go on.  - Stop.", 16))
                .containsExactly("It rains. ", "Go on.  - Stop.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Use it. .NET runs.",
                "Well... go. . .",
                "\u4f60\u597d\u3002\u518d\u89c1\u3002",
                " \n\n ",
                ".",
                "...\n  - x"
            })
    void joined_they_are_the_text(String text) {
        List<String> sentences = Sentences.of(text);
        assertThat(String.join("", sentences)).isEqualTo(text);
        assertThat(sentences).doesNotContain("");
    }
}
