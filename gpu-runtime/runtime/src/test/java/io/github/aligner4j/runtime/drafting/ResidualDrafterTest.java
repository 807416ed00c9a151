// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.aligner4j.runtime.drafting.TeacherForced.MAX_ROWS;
import static io.github.aligner4j.runtime.drafting.TeacherForced.concat;
import static io.github.aligner4j.runtime.drafting.TeacherForced.distinct;
import static io.github.aligner4j.runtime.drafting.TeacherForced.passes;
import static org.assertj.core.api.Assertions.assertThat;

class ResidualDrafterTest {

    private static final int END = 0;
    private static final int[] ANSWER = concat(distinct(100, 150), new int[] {END});
    private static final int[] PROMPT = concat(distinct(10, 20), distinct(100, 150), distinct(40, 5));

    @Test
    void an_unchanged_answer_takes_few_passes_the_second_longer_than_the_first() {
        Drafter drafter = Drafting.RESIDUAL.drafter(new DraftSource(PROMPT, ANSWER));

        List<DraftTree> drafts = TeacherForced.run(drafter, ANSWER, MAX_ROWS);

        assertThat(drafts).hasSize(3).allMatch(DraftTree::isChain);
        assertThat(drafts.get(0).size()).isEqualTo(45);
        assertThat(drafts.get(1).size()).isGreaterThan(40);
    }

    @Test
    void where_tokens_cost_hardly_anything_the_whole_answer_is_drafted_at_once() {
        Drafter drafter = Drafting.RESIDUAL.drafter(new DraftSource(PROMPT, ANSWER, PassCost.linear(128, 0.003)));

        List<DraftTree> drafts = TeacherForced.run(drafter, ANSWER, 2 * ANSWER.length);

        assertThat(drafts).hasSize(1);
    }

    @Test
    void where_tokens_cost_much_the_first_draft_is_short() {
        Drafter drafter = Drafting.RESIDUAL.drafter(new DraftSource(PROMPT, ANSWER, PassCost.linear(1, 0.25)));

        assertThat(drafter.draft(MAX_ROWS).size()).isEqualTo(7);
        assertThat(drafter.draft(MAX_ROWS, 4).size()).isLessThan(7);
    }

    @ParameterizedTest(name = "{0} tokens at 60 become {1} others: {2} passes")
    @CsvSource({"1, 1, 5", "2, 2, 6", "3, 3, 7", "0, 1, 6", "0, 3, 8", "1, 0, 5", "3, 0, 5", "12, 0, 5", "2, 1, 6"})
    void an_edit_costs_little_more_than_a_pass_for_each_new_token(int removed, int inserted, int passes) {
        int[] corrected = concat(
                Arrays.copyOf(ANSWER, 60),
                distinct(900, inserted),
                Arrays.copyOfRange(ANSWER, 60 + removed, ANSWER.length));

        assertThat(passes(PROMPT, ANSWER, corrected)).isEqualTo(passes);
    }

    @Test
    void the_more_often_the_output_left_the_prediction_the_shorter_its_copies_are_expected_to_be() {
        assertThat(draftAfterEdits(1)).isLessThan(draftAfterEdits(0));
        assertThat(draftAfterEdits(3)).isLessThan(draftAfterEdits(1));
    }

    /** Size of the draft at the 81st token, when {@code edits} of the tokens before it were replaced. */
    private static int draftAfterEdits(int edits) {
        int[] output = distinct(100, 80);
        for (int edit = 0; edit < edits; edit++) {
            output[10 + 20 * edit] = 900 + edit;
        }
        Drafter drafter = Drafting.RESIDUAL.drafter(new DraftSource(PROMPT, ANSWER));
        drafter.accepted(DraftTree.NONE, output);
        return drafter.draft(MAX_ROWS).size();
    }

    @Test
    void three_edits_in_150_tokens_take_few_passes() {
        int[] corrected = concat(
                distinct(100, 30),
                new int[] {900},
                distinct(131, 40),
                distinct(175, 30),
                new int[] {901, 902},
                distinct(207, 43),
                new int[] {END});

        assertThat(passes(PROMPT, ANSWER, corrected)).isEqualTo(10);
    }

    @Test
    void a_question_is_copied_from_as_well() {
        assertThat(passes(PROMPT, ANSWER, distinct(10, 20))).isEqualTo(7);
    }

    @Test
    void what_the_model_repeats_is_copied_from_its_own_output() {
        int[] phrase = distinct(900, 12);

        assertThat(passes(PROMPT, ANSWER, concat(phrase, phrase, phrase))).isEqualTo(17);
    }

    @Test
    void an_answer_never_rejoined_still_drafts_and_costs_no_pass_more_than_plain_decoding() {
        int[] corrected = distinct(5_000, 200);

        assertThat(passes(PROMPT, ANSWER, corrected)).isEqualTo(200);
    }

    @Test
    void rows_that_cost_nothing_are_always_filled() {
        Drafter drafter = Drafting.RESIDUAL.drafter(new DraftSource(PROMPT, ANSWER));
        for (DraftTree draft : TeacherForced.run(drafter, distinct(5_000, 100), MAX_ROWS)) {
            assertThat(draft.size()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void without_a_prediction_the_prompt_is_copied_from() {
        assertThat(passes(PROMPT, new int[0], distinct(100, 150))).isEqualTo(6);
        assertThat(passes(PROMPT, new int[] {END}, distinct(100, 150))).isEqualTo(6);
    }

    @Test
    void in_a_crowd_drafts_are_shorter_and_hold_the_likeliest() {
        Drafter drafter = Drafting.RESIDUAL.drafter(new DraftSource(PROMPT, ANSWER));
        int[] alone = drafter.draft(64).tokenIds();
        int[] inCrowd = drafter.draft(64, 16).tokenIds();

        assertThat(inCrowd).hasSizeLessThan(alone.length);
        assertThat(inCrowd).isEqualTo(Arrays.copyOf(alone, inCrowd.length));
    }

    @Test
    void free_rows_let_drafts_grow_to_the_limit() {
        DraftSource source = new DraftSource(PROMPT, ANSWER, PassCost.linear(1, 0));

        assertThat(Drafting.RESIDUAL.drafter(source).draft(64).size()).isEqualTo(64);
    }

    @Test
    void one_token_ten_thousand_times_is_drafted_in_bounded_work() {
        int[] text = new int[10_000];
        Arrays.fill(text, 3);

        assertThat(passes(text, text, text)).isLessThanOrEqualTo(10_000 / 60);
        assertThat(passes(text, new int[0], text)).isLessThanOrEqualTo(10_000 / 60);
    }

    @Test
    void a_period_is_followed() {
        int[] text = new int[2_000];
        Arrays.setAll(text, i -> 100 + i % 7);

        assertThat(passes(PROMPT, text, text)).isLessThanOrEqualTo(2_000 / 55);
    }

    @Test
    void never_more_is_drafted_than_allowed() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            int vocabulary = 2 + random.nextInt(40);
            int[] prompt = random.ints(1 + random.nextInt(80), 0, vocabulary).toArray();
            int[] prediction = random.ints(random.nextInt(60), 0, vocabulary).toArray();
            int[] completion =
                    random.ints(1 + random.nextInt(60), 0, vocabulary).toArray();
            int most = random.nextInt(20);
            Drafter drafter = Drafting.RESIDUAL.drafter(new DraftSource(prompt, prediction));
            for (DraftTree draft : TeacherForced.run(drafter, completion, most)) {
                assertThat(draft.size()).isLessThanOrEqualTo(most);
            }
        }
    }
}
