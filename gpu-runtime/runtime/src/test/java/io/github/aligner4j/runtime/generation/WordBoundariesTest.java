// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.scripted.ByteTokenizer;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WordBoundariesTest {

    private final ByteTokenizer tokenizer = new ByteTokenizer();

    @Test
    void letters_and_digits_go_on_with_a_word_and_marks_do_not() {
        assertThat(within("ab, c3 (d)")).isEqualTo(" 1   1    ");
        assertThat(within("it's")).isEqualTo(" 1  ");
    }

    @Test
    void identifiers_and_addresses_are_words() {
        assertThat(within("a_b")).isEqualTo(" 11");
        assertThat(within("x->y = z")).isEqualTo("   1    ");
        assertThat(within("a.b/c.")).as("but not the end of a sentence").isEqualTo("  1 1 ");
    }

    @Test
    void the_rest_of_a_character_goes_on_with_it() {
        assertThat(within("é")).as("two bytes").isEqualTo(" 1");
        assertThat(within("好")).as("three bytes").isEqualTo(" 11");
    }

    private String within(String text) {
        int[] encoded = tokenizer.encode(Prompt.of(text));
        int[] tokens = Arrays.copyOfRange(encoded, 1, encoded.length);
        BitSet within = new WordBoundaries(tokenizer).within(tokens);
        StringBuilder marks = new StringBuilder();
        for (int i = 0; i < tokens.length; i++) {
            marks.append(within.get(i) ? '1' : ' ');
        }
        return marks.toString();
    }
}
