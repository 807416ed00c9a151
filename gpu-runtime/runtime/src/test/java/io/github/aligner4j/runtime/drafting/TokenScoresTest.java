// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TokenScoresTest {

    @Test
    void weights_of_one_token_add_up_and_shares_count_what_belongs_to_none() {
        TokenScores scores = new TokenScores();
        scores.add(5, 1);
        scores.add(9, 2);
        scores.add(5, 3);
        scores.addOther(2);

        assertThat(scores.size()).isEqualTo(2);
        assertThat(scores.token(0)).isEqualTo(5);
        assertThat(scores.probability(0)).isCloseTo(0.5, within(1e-12));
        assertThat(scores.probability(1)).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void a_probability_takes_the_place_of_weight_and_all_others_share_the_rest() {
        TokenScores scores = new TokenScores();
        scores.add(5, 1);
        scores.add(9, 7);
        scores.addOther(1);

        scores.setProbability(9, 0.8);
        scores.setProbability(4, 0.5);

        assertThat(scores.probability(0)).isCloseTo(0.05, within(1e-12));
        assertThat(scores.probability(1)).isCloseTo(0.4, within(1e-12));
        assertThat(scores.token(2)).isEqualTo(4);
        assertThat(scores.probability(2)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void a_thousand_tokens_find_room_and_emptied_votes_are_as_new() {
        TokenScores scores = new TokenScores();
        for (int round = 0; round < 2; round++) {
            scores.clear();
            for (int vote = 0; vote < 3_000; vote++) {
                scores.add(vote % 1_000 * 256, 1);
            }
            assertThat(scores.size()).isEqualTo(1_000);
            for (int i = 0; i < 1_000; i++) {
                assertThat(scores.token(i)).isEqualTo(i * 256);
                assertThat(scores.probability(i)).isCloseTo(0.001, within(1e-12));
            }
        }
    }
}
