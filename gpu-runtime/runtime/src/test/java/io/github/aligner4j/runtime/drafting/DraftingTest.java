// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.aligner4j.runtime.drafting.TeacherForced.distinct;
import static org.assertj.core.api.Assertions.assertThat;

class DraftingTest {

    @Test
    void without_drafts_every_token_takes_a_pass() {
        Drafter drafter = Drafting.NONE.drafter(new DraftSource(distinct(0, 9), distinct(0, 9)));

        assertThat(TeacherForced.run(drafter, distinct(0, 9), 64)).hasSize(9).containsOnly(DraftTree.NONE);
    }

    @Test
    void prompt_lookup_copies_ten_tokens_at_a_time() {
        Drafter drafter = Drafting.PROMPT_LOOKUP.drafter(new DraftSource(distinct(0, 50), new int[0]));

        assertThat(TeacherForced.run(drafter, distinct(0, 34), 64)).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void no_rows_allow_no_draft(Drafting drafting) {
        Drafter drafter = drafting.drafter(new DraftSource(distinct(0, 50), distinct(0, 50)));
        drafter.accepted(DraftTree.NONE, new int[] {0});

        assertThat(drafter.draft(0).size()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void a_stop_within_the_draft_is_taken_note_of(Drafting drafting) {
        Drafter drafter = drafting.drafter(new DraftSource(distinct(0, 50), distinct(0, 50)));
        DraftTree draft = drafter.draft(8);
        drafter.accepted(draft, new int[] {0, 1});

        assertThat(drafter.draft(8).size()).isLessThanOrEqualTo(8);
    }
}
