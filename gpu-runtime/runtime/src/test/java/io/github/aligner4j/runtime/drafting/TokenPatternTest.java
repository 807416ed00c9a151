// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TokenPatternTest {

    @Test
    void random_texts_give_what_a_search_from_the_right_gives() {
        Random random = new Random(3);
        for (int round = 0; round < 500; round++) {
            int[] pattern = random.ints(1 + random.nextInt(5), 0, 2).toArray();
            int[] text = random.ints(random.nextInt(40), 0, 2).toArray();

            assertThat(new TokenPattern(pattern).lastIndexIn(text)).isEqualTo(searched(pattern, text));
        }
    }

    private static int searched(int[] pattern, int[] text) {
        for (int from = text.length - pattern.length; from >= 0; from--) {
            if (Arrays.equals(text, from, from + pattern.length, pattern, 0, pattern.length)) {
                return from;
            }
        }
        return -1;
    }
}
