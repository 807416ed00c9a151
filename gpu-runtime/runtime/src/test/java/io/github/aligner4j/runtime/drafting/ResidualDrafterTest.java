package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static io.github.aligner4j.runtime.drafting.TeacherForced.concat;
import static io.github.aligner4j.runtime.drafting.TeacherForced.distinct;
import static io.github.aligner4j.runtime.drafting.TeacherForced.passes;
import static org.assertj.core.api.Assertions.assertThat;

class ResidualDrafterTest {

    private static final int END = 0;
    private static final int[] ANSWER = concat(distinct(100, 150), new int[] {END});
    private static final int[] PROMPT = concat(distinct(10, 20), distinct(100, 150), distinct(40, 5));
    private static final int UNCHANGED = 6;

    @Test
    void an_unchanged_answer_takes_few_passes() {
        assertThat(passes(PROMPT, ANSWER, ANSWER)).isEqualTo(UNCHANGED);
    }

    @Test
    void a_substituted_token_costs_one_pass_more() {
        int[] corrected = edited(60, 1, 900);

        assertThat(passes(PROMPT, ANSWER, corrected)).isLessThanOrEqualTo(UNCHANGED + 4);
    }

    @Test
    void two_substituted_tokens_cost_two_passes_more() {
        assertThat(passes(PROMPT, ANSWER, edited(60, 2, 900, 901))).isLessThanOrEqualTo(UNCHANGED + 5);
    }

    @Test
    void inserted_tokens_cost_a_pass_each() {
        assertThat(passes(PROMPT, ANSWER, edited(60, 0, 900))).isLessThanOrEqualTo(UNCHANGED + 4);
        assertThat(passes(PROMPT, ANSWER, edited(60, 0, 900, 901, 902))).isLessThanOrEqualTo(UNCHANGED + 6);
    }

    @Test
    void deleted_tokens_cost_one_pass_more() {
        assertThat(passes(PROMPT, ANSWER, edited(60, 1))).isLessThanOrEqualTo(UNCHANGED + 4);
        assertThat(passes(PROMPT, ANSWER, edited(60, 12))).isLessThanOrEqualTo(UNCHANGED + 4);
    }

    @Test
    void three_edits_in_150_tokens_cost_few_passes() {
        int[] corrected = concat(
                distinct(100, 30),
                new int[] {900},
                distinct(131, 40),
                distinct(175, 30),
                new int[] {901, 902},
                distinct(207, 43));

        assertThat(passes(PROMPT, ANSWER, corrected)).isLessThanOrEqualTo(UNCHANGED + 8);
    }

    @Test
    void a_question_is_copied_from_as_well() {
        assertThat(passes(PROMPT, ANSWER, distinct(10, 20))).isLessThanOrEqualTo(8);
    }

    @Test
    void what_the_model_repeats_is_copied_from_its_own_output() {
        int[] phrase = distinct(900, 12);

        assertThat(passes(PROMPT, ANSWER, concat(phrase, phrase, phrase))).isLessThanOrEqualTo(12 + 10);
    }

    @Test
    void an_answer_never_rejoined_still_drafts_and_costs_no_pass_more_than_plain_decoding() {
        int[] corrected = distinct(5_000, 200);

        assertThat(passes(PROMPT, ANSWER, corrected)).isEqualTo(200);
    }

    @Test
    void rows_that_cost_nothing_are_always_filled() {
        Drafter drafter = Drafting.RESIDUAL.drafter(new DraftSource(PROMPT, ANSWER));
        for (DraftTree draft : TeacherForced.run(drafter, distinct(5_000, 100), 64)) {
            assertThat(draft.size()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void without_a_prediction_the_prompt_is_copied_from() {
        assertThat(passes(PROMPT, new int[0], distinct(100, 150))).isLessThanOrEqualTo(30);
        assertThat(passes(PROMPT, new int[] {7}, distinct(100, 150))).isLessThanOrEqualTo(30);
    }

    @Test
    void free_rows_let_drafts_grow_to_the_limit() {
        DraftSource source = new DraftSource(PROMPT, ANSWER, new PassCost(1, 0));

        assertThat(Drafting.RESIDUAL.drafter(source).draft(64).size()).isEqualTo(64);
    }

    @Test
    void one_token_ten_thousand_times_is_drafted_in_bounded_work() {
        int[] text = new int[10_000];
        Arrays.fill(text, 3);

        assertThat(passes(text, text, text)).isLessThanOrEqualTo(10_000 / 50);
        assertThat(passes(text, new int[0], text)).isLessThanOrEqualTo(10_000 / 10);
    }

    @Test
    void a_period_is_followed() {
        int[] text = new int[2_000];
        Arrays.setAll(text, i -> 100 + i % 7);

        assertThat(passes(PROMPT, text, text)).isLessThanOrEqualTo(2_000 / 40);
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

    /** The answer with some tokens from a place on replaced by others. */
    private static int[] edited(int place, int removed, int... inserted) {
        return concat(
                Arrays.copyOf(ANSWER, place), inserted, Arrays.copyOfRange(ANSWER, place + removed, ANSWER.length));
    }
}
