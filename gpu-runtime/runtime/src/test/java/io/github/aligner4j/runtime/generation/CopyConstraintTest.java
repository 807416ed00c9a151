// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CopyConstraintTest {

    /** Tokens: 9 stands before the prediction, 0 ends it. */
    private static final int[] PREDICTION = {1, 2, 3, 1, 4, 5, 6, 7, 1, 2, 8, 0};

    private final CopyConstraint prior = new CopyConstraint(PREDICTION, new BitSet(), 9, 1.5);

    @Test
    void the_token_at_the_place_reached_is_raised() {
        assertThat(logits()).containsExactly(0, 1.5f, 0, 0, 0, 0, 0, 0, 0, 0);
        choose(1);
        assertThat(logits()[2]).isEqualTo(1.5f);
    }

    @Test
    void what_follows_the_same_token_elsewhere_is_ruled_out_unless_it_is_near() {
        choose(1, 2, 3, 1);
        // After the second 1 comes 4; the other places have 2 behind a 1, which is not among the next three after 4.
        assertThat(logits()).containsExactly(0, 0, Float.NEGATIVE_INFINITY, 0, 1.5f, 0, 0, 0, 0, 0);

        CopyConstraint near = new CopyConstraint(new int[] {1, 4, 2, 1, 2, 0}, new BitSet(), 9, 1);
        near.chosen(1);
        float[] logits = new float[10];
        near.process(logits, new BitSet());
        assertThat(logits[2]).isZero();
        assertThat(logits[4]).isEqualTo(1);
    }

    @Test
    void a_run_is_neither_lengthened_past_its_end_nor_cut_short() {
        CopyConstraint run = new CopyConstraint(new int[] {1, 2, 1, 2, 1, 3, 2, 4, 0}, new BitSet(), 9, 1);
        for (int token : new int[] {1, 2, 1}) {
            run.chosen(token);
        }
        float[] logits = new float[10];
        run.process(logits, new BitSet());
        assertThat(logits[3]).isEqualTo(Float.NEGATIVE_INFINITY);

        run.chosen(2);
        run.chosen(1);
        logits = new float[10];
        run.process(logits, new BitSet());
        assertThat(logits[2]).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(logits[3]).isEqualTo(1);
        assertThat(logits[4]).as("would be a deletion").isZero();
    }

    @Test
    void after_an_edit_the_tokens_of_the_next_places_are_raised_until_one_is_there() {
        choose(1, 9);
        assertThat(logits()).containsExactly(0, 1.5f, 0, 1.5f, 1.5f, 0, 0, 0, 0, 0);
        choose(9);
        assertThat(logits()).containsExactly(0, 1.5f, 0, 1.5f, 1.5f, 0, 0, 0, 0, 0);
        choose(3);
        assertThat(logits()[1]).isEqualTo(1.5f);
    }

    @Test
    void the_longer_the_completion_is_away_the_more_it_is_pulled_back() {
        choose(1, 9, 9, 9, 9);
        assertThat(logits()[3]).isEqualTo(1.5f);
        choose(9, 9, 9);
        assertThat(logits()[3]).isEqualTo(4.5f);
        choose(3, 9);
        assertThat(logits()[4]).as("away anew").isEqualTo(1.5f);
    }

    @Test
    void a_completion_that_goes_on_past_the_end_is_pulled_to_it() {
        choose(1, 2, 3, 1, 4, 5, 6, 7, 1, 2, 8, 9);
        assertThat(logits()[0]).isEqualTo(1.5f);
    }

    @Test
    void a_deletion_goes_on_behind_what_was_deleted() {
        choose(1, 2, 4);
        assertThat(logits()[5]).isEqualTo(1.5f);
    }

    @Test
    void within_a_word_the_next_token_is_raised_more() {
        CopyConstraint words = words();
        words.chosen(1);

        assertThat(logits(words)).containsExactly(0, 0, 3, 0, 0, Float.NEGATIVE_INFINITY, 0, 0, 0, 0);
    }

    @Test
    void an_edit_does_not_begin_with_the_rest_of_a_word() {
        CopyConstraint words = words();

        assertThat(logits(words))
                .as("2 is the rest of the word that 1 begins, 5 of the one that 4 begins")
                .containsExactly(0, 1, Float.NEGATIVE_INFINITY, 0, 0, Float.NEGATIVE_INFINITY, 0, 0, 0, 0);
    }

    @Test
    void copying_goes_on_where_a_word_begins() {
        CopyConstraint words = words();
        words.chosen(9);
        assertThat(logits(words)).as("not 2").containsExactly(0, 0, 0, 1, 1, 0, 0, 0, 0, 0);
        words.chosen(2);
        assertThat(logits(words)).as("still away").containsExactly(0, 0, 0, 1, 1, 0, 0, 0, 0, 0);
        words.chosen(3);
        assertThat(logits(words)[4]).as("back").isEqualTo(1);
    }

    @Test
    void behind_the_end_nothing_is_said() {
        choose(1, 2, 3, 1, 4, 5, 6, 7, 1, 2, 8, 0);
        assertThat(logits()).containsOnly(0);
    }

    private void choose(int... tokens) {
        for (int token : tokens) {
            prior.chosen(token);
        }
    }

    /** Words of the tokens 1 and 2, 3, 4 and 5. */
    private static CopyConstraint words() {
        BitSet within = new BitSet();
        within.set(1);
        within.set(4);
        return new CopyConstraint(new int[] {1, 2, 3, 4, 5, 0}, within, 9, 1);
    }

    @Test
    void a_token_that_is_always_copied_leaves_no_choice() {
        CopyConstraint keeping = new CopyConstraint(PREDICTION, new BitSet(), 9, 1.5).copying(places(1));
        keeping.chosen(1);

        assertThat(keeping.next()).isEqualTo(2);
        float[] logits = logits(keeping);
        for (int token = 0; token < logits.length; token++) {
            assertThat(logits[token]).isEqualTo(token == 2 ? 0 : Float.NEGATIVE_INFINITY);
        }
    }

    @Test
    void what_comes_behind_such_a_token_waits_for_it_and_so_does_the_end() {
        CopyConstraint keeping = new CopyConstraint(new int[] {1, 2, 3, 4, 0}, new BitSet(), 9, 1).copying(places(2));
        keeping.chosen(1);
        float[] logits = {7, 0, 1, -20, 5, 0, 0, 0, 0, 0};
        keeping.process(logits, new BitSet());
        // 4 would leave out 2 and 3, the end all that is left.
        assertThat(logits).startsWith(Float.NEGATIVE_INFINITY, 0, 2, 7, Float.NEGATIVE_INFINITY);

        keeping.chosen(3);
        assertThat(keeping.next()).isEqualTo(4);
    }

    @Test
    void an_edit_does_not_swallow_such_a_token() {
        CopyConstraint keeping = new CopyConstraint(new int[] {1, 2, 3, 4, 0}, new BitSet(), 9, 1).copying(places(2));
        keeping.chosen(1);
        keeping.chosen(8);
        assertThat(keeping.next()).isEqualTo(CopyConstraint.NONE);

        float[] logits = {0, 0, 0, -20, 5, 0, 0, 0, 0, 0};
        keeping.process(logits, new BitSet());

        assertThat(logits[4]).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(logits[3]).isEqualTo(6);
    }

    private static BitSet places(int place) {
        BitSet places = new BitSet();
        places.set(place);
        return places;
    }

    private float[] logits() {
        return logits(prior);
    }

    private static float[] logits(CopyConstraint prior) {
        float[] logits = new float[10];
        prior.process(logits, new BitSet());
        return logits;
    }
}
