// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TextChunkerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n\n",
                "word",
                " word",
                "word ",
                "a  b\n\n  c \t",
                "  1. x\r\n  2. y  ",
                "日本語 です",
                "👍🏽 ok 👍"
            })
    void the_pieces_are_the_text_and_none_is_empty(String text) {
        List<String> pieces = new ArrayList<>();

        TextChunker.split(text, pieces::add);

        assertThat(String.join("", pieces)).isEqualTo(text);
        assertThat(pieces).doesNotContain("");
    }
}
