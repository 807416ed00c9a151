// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.model.Utf8Transitions;
import io.github.aligner4j.runtime.scripted.ByteTokenizer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which tokens of a prediction are always copied. */
class CopyConstraintsTest {

    private final ByteTokenizer tokenizer = new ByteTokenizer() {
        @Override
        public Utf8Transitions transitions() {
            return Utf8Transitions.of(END + 1, id -> id < BEGIN ? new byte[] {(byte) id} : null);
        }
    };

    @Test
    void tokens_that_the_model_has_hardly_met_are_copied() {
        BitSet unmet = new BitSet();
        unmet.set('\t');

        assertThat(copied(unmet, "a\tb", "<")).isEqualTo("\t");
    }

    @Test
    void characters_of_three_tokens_are_copied_if_there_are_tokens_that_the_model_has_hardly_met() {
        BitSet unmet = new BitSet();
        unmet.set(0xFF);

        assertThat(copied(unmet, "a。é🙂b。", "<")).isEqualTo("。🙂。");
        assertThat(copied(new BitSet(), "a。é🙂b。", "<")).isEmpty();
    }

    @Test
    void escaped_markers_are_copied_whole() {
        assertThat(copied(new BitSet(), "in ##Answer\uFF1A it \uFF5C, 他说\uFF1A好", "<"))
                .isEqualTo("##Answer\uFF1A\uFF5C\uFF1A");
    }

    @Test
    void what_the_frame_goes_on_with_behind_the_answer_is_copied_unless_it_is_white_space() {
        assertThat(copied(new BitSet(), "one #two", "#Correction:")).isEqualTo("#");
        assertThat(copied(new BitSet(), "one two", " Correction:")).isEmpty();
    }

    @Test
    void the_end_is_not_copied() {
        BitSet unmet = new BitSet();
        unmet.set(ByteTokenizer.END);

        assertThat(copied(unmet, "ab", "<")).isEmpty();
    }

    /** Returns the text of the tokens that leave no choice when their turn has come. */
    private String copied(BitSet unmet, String text, String frame) {
        int[] begun = tokenizer.encode(Prompt.of(text));
        int[] prediction = Arrays.copyOfRange(begun, 1, begun.length + 1);
        prediction[prediction.length - 1] = ByteTokenizer.END;
        int[] prompt = tokenizer.encode(Prompt.of("Say: " + text + frame));
        CopyConstraint prior = new CopyConstraints(tokenizer, unmet).create(text, prediction, prompt, 1);
        BitSet copied = new BitSet();
        for (int i = 0; i < prediction.length; i++) {
            float[] logits = new float[ByteTokenizer.END + 1];
            prior.process(logits, new BitSet());
            int at = i;
            boolean forced = IntStream.range(0, logits.length)
                    .allMatch(token -> token == prediction[at] || logits[token] == Float.NEGATIVE_INFINITY);
            copied.set(i, forced);
            prior.chosen(prediction[i]);
        }
        return tokenizer.decode(copied.stream().map(i -> prediction[i]).toArray());
    }
}
