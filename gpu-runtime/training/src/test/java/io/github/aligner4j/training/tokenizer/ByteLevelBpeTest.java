// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.tokenizer;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ByteLevelBpeTest {

    @Test
    void the_most_frequent_pair_is_merged_first() {
        List<Merges.Pair> merges = Merges.learn(Map.of("abab", 3L, "abc", 2L, "xy", 4L), 3, 2);

        assertThat(merges)
                .containsExactly(new Merges.Pair('a', 'b'), new Merges.Pair('x', 'y'), new Merges.Pair(256, 256));
    }

    @Test
    void a_run_of_one_symbol_is_merged_from_the_left() {
        assertThat(Merges.learn(Map.of("aaaaa", 5L), 3, 2))
                .containsExactly(new Merges.Pair('a', 'a'), new Merges.Pair(256, 'a'), new Merges.Pair(256, 257));
    }

    @Test
    void among_equals_the_older_symbols_win_whatever_the_order_of_texts() {
        assertThat(Merges.learn(Map.of("cd", 2L, "ab", 2L, "ef", 2L), 2, 2))
                .containsExactly(new Merges.Pair('a', 'b'), new Merges.Pair('c', 'd'));
    }

    @Test
    void pairs_that_occur_once_are_not_learnt() {
        ByteLevelBpe bpe = ByteLevelBpe.train(List.of("zq"), 1000);

        assertThat(bpe.vocabularySize()).isEqualTo(ByteLevelBpe.SMALLEST_VOCABULARY);
    }

    @Test
    void the_file_has_special_tokens_bytes_and_merges_in_this_order() {
        ByteLevelBpe bpe = ByteLevelBpe.train(List.of("the other the 12 12"), ByteLevelBpe.SMALLEST_VOCABULARY + 2);
        JsonNode model = new JsonMapper().readTree(bpe.tokenizerJson()).path("model");

        assertThat(model.path("vocab").path("</s>").asInt()).isEqualTo(ByteLevelBpe.END);
        assertThat(model.path("vocab").path("A").asInt()).isEqualTo(3 + 'A');
        assertThat(model.path("vocab").path("\u0120").asInt()).isEqualTo(3 + ' ');
        assertThat(model.path("merges").toString()).isEqualTo("[\"h e\",\"t he\"]");
        assertThat(model.path("vocab").path("the").asInt()).isEqualTo(ByteLevelBpe.SMALLEST_VOCABULARY + 1);
    }

    @Test
    void a_vocabulary_without_room_for_all_bytes_is_refused() {
        assertThatThrownBy(() -> ByteLevelBpe.train(List.of(), 258))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 259 tokens")
                .hasMessageContaining("258");
    }
}
