// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FactTokensTest {

    @Test
    void numbers_are_found_as_they_are_written() {
        assertThat(FactTokens.numbers("On 3.12.2026, 1,000 of v2.0 (-7 and x-8), ٣ and 𝟏."))
                .containsExactly("3.12.2026", "1,000", "2.0", "-7", "8", "٣", "𝟏");
        assertThat(FactTokens.numbers("one, two.")).isEmpty();
    }

    @Test
    void links_are_found_without_the_punctuation_around_them() {
        assertThat(FactTokens.links(
                        "See (https://a.example/b_(c)), www.d.example. <HTTP://e.example> mailto:f@g.example!"))
                .containsExactly("https://a.example/b_(c)", "www.d.example", "HTTP://e.example", "mailto:f@g.example");
        assertThat(FactTokens.links("[a](b.html#c \"title\") and [d](https://e.example/f)."))
                .containsExactly("https://e.example/f", "b.html#c");
    }
}
