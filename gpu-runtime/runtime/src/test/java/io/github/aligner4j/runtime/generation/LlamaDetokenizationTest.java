// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.djl.DjlTokenizer;
import io.github.aligner4j.runtime.scripted.TokenizerJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Llama 2's tokenizer drops the space that a text begins with, which is wrong in the middle of one. */
class LlamaDetokenizationTest {

    private DjlTokenizer tokenizer;

    @BeforeEach
    void load(@TempDir Path folder) throws IOException {
        tokenizer = DjlTokenizer.load(
                TokenizerJson.metaspace().prependingEverywhere().writeTo(folder), 1000);
    }

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void a_continuation_keeps_the_space_it_begins_with() {
        int[] spacedHi = tokensOf("hi");

        assertThat(tokenizer.decode(spacedHi)).isEqualTo("hi");
        assertThat(pieces(spacedHi)).containsExactly(" hi", "");
    }

    @Test
    void a_continuation_that_begins_with_half_a_word_gets_no_space() {
        int[] ids = tokensOf("ab");

        assertThat(String.join("", pieces(Arrays.copyOfRange(ids, 2, ids.length))))
                .isEqualTo("b");
    }

    @Test
    void a_character_written_as_bytes_comes_whole() {
        int[] ids = tokensOf("hi😀hi");

        assertThat(pieces(ids)).containsExactly(" hi", "", "", "", "😀", "hi", "");
    }

    @Test
    void an_end_of_sequence_token_has_no_text() {
        assertThat(pieces(new int[] {2})).containsExactly("", "");
    }

    private int[] tokensOf(String text) {
        int[] ids = tokenizer.encode(Prompt.of(text));
        return Arrays.copyOfRange(ids, 1, ids.length);
    }

    private List<String> pieces(int[] ids) {
        StreamingDecoder decoder = new StreamingDecoder(tokenizer);
        List<String> pieces = new ArrayList<>();
        for (int id : ids) {
            pieces.add(decoder.append(id));
        }
        pieces.add(decoder.flush());
        return pieces;
    }
}
