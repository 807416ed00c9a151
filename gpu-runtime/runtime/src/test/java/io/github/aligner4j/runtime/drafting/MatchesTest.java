// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MatchesTest {

    @Test
    void every_place_is_found_with_the_length_of_its_match() {
        Random random = new Random(4);
        int[] text = random.ints(30, 0, 4).toArray();
        int[] output = random.ints(50, 0, 4).toArray();
        TokenIndex index = new TokenIndex();
        index.appendAll(text, 0, text.length);
        Matches matches = Matches.NONE;
        for (int generated = 1; generated <= output.length; generated++) {
            matches = matches.after(output[generated - 1], index, 15, 30, 30);
            for (int next = 1; next <= text.length; next++) {
                assertThat(length(matches, next)).isEqualTo(searched(text, next, output, generated));
            }
        }
    }

    @Test
    void a_glance_around_finds_the_nearest_and_older_matches_stay() {
        TokenIndex index = new TokenIndex();
        index.appendAll(new int[] {7, 1, 7, 2, 7, 3, 7, 4}, 0, 8);

        Matches first = Matches.NONE.after(7, index, 4, 1, 1);
        assertThat(length(first, 3)).isOne();
        assertThat(length(first, 5)).isOne();
        assertThat(first.size()).isEqualTo(2);
        assertThat(length(first.after(2, index, 7, 0, 0), 4)).isEqualTo(2);
    }

    private static int length(Matches matches, int next) {
        for (int i = 0; i < matches.size(); i++) {
            if (matches.next(i) == next) {
                return matches.length(i);
            }
        }
        return 0;
    }

    private static int searched(int[] text, int next, int[] output, int generated) {
        int length = 0;
        while (length < Math.min(next, generated) && text[next - 1 - length] == output[generated - 1 - length]) {
            length++;
        }
        return length;
    }
}
