// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.EmbeddedFolder;
import io.github.aligner4j.runtime.djl.DjlTokenizer;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class UndertrainedTokensTest {

    @Test
    void the_embedded_model_has_met_tabs_and_words_it_must_not_say_but_no_control_characters() {
        EmbeddedFolder.use(folder -> {
            CheckpointDirectory checkpoint = CheckpointDirectory.open(folder);
            try (DjlTokenizer tokenizer = DjlTokenizer.load(
                    checkpoint.tokenizer(), checkpoint.config().vocabularySize())) {
                BitSet found = UndertrainedTokens.find(
                        checkpoint, tokenizer.transitions().unusable());

                for (String unmet : new String[] {"\u0007", "\u001B"}) {
                    assertThat(found.get(last(tokenizer, unmet))).as(unmet).isTrue();
                }
                for (String met : new String[] {"\t", " the", " fuck", " fucking", " shit", " idi", ".", "7", " ##"}) {
                    assertThat(found.get(last(tokenizer, met))).as(met).isFalse();
                }
                assertThat(found.cardinality()).isBetween(30, 120);
            }
        });
    }

    @Test
    void of_a_model_without_training_nothing_is_known(@TempDir Path parent) {
        CheckpointDirectory checkpoint = CheckpointDirectory.open(
                GoldenCheckpoint.unpack("llama-gqa", parent).folder());
        BitSet unusable = new BitSet();
        unusable.set(5, 12);

        assertThat(UndertrainedTokens.find(checkpoint, unusable).isEmpty()).isTrue();
        assertThat(UndertrainedTokens.find(checkpoint, new BitSet()).isEmpty()).isTrue();
    }

    private static int last(DjlTokenizer tokenizer, String text) {
        int[] ids = tokenizer.encode(Prompt.of(text));
        return ids[ids.length - 1];
    }
}
