// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PromptLookupDrafterTest {

    @Test
    void the_first_occurrence_of_the_last_pair_goes_before_that_of_the_last_token() {
        Drafter drafter = new PromptLookupDrafter(new int[] {2, 9, 1, 2, 3, 1, 2, 4, 1, 2}, 3);

        assertThat(drafter.draft(10).tokenIds()).containsExactly(3, 1, 2);
    }

    @Test
    void an_unknown_token_drafts_nothing() {
        Drafter drafter = new PromptLookupDrafter(new int[] {1, 2, 3}, 10);

        assertThat(drafter.draft(10)).isEqualTo(DraftTree.NONE);
    }

    @Test
    void random_texts_give_what_a_search_from_the_left_gives() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            int vocabulary = 2 + random.nextInt(12);
            int[] text = random.ints(1 + random.nextInt(60), 0, vocabulary).toArray();
            int prompt = 1 + random.nextInt(text.length);
            Drafter drafter = new PromptLookupDrafter(Arrays.copyOf(text, prompt), 10);
            for (int end = prompt; end <= text.length; end++) {
                int most = random.nextInt(12);
                assertThat(drafter.draft(most).tokenIds()).containsExactly(searched(text, end, Math.min(most, 10)));
                if (end < text.length) {
                    drafter.accepted(DraftTree.NONE, new int[] {text[end]});
                }
            }
        }
    }

    /** The rule written plainly: windows from the left, n-grams of 2 and then of 1, cut at the end of the text. */
    private static int[] searched(int[] text, int end, int most) {
        for (int size = Math.min(2, end - 1); size > 0; size--) {
            for (int window = 0; window + size < end; window++) {
                if (Arrays.equals(text, window, window + size, text, end - size, end)) {
                    int start = window + size;
                    return Arrays.copyOfRange(text, start, Math.min(start + most, end));
                }
            }
        }
        return new int[0];
    }
}
