// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StopStringMatcherTest {

    @Test
    void text_without_a_stop_string_passes_at_once() {
        StopStringMatcher matcher = new StopStringMatcher(List.of("END"));

        assertThat(matcher.append("all is well")).isEqualTo("all is well");
        assertThat(matcher.stopped()).isFalse();
    }

    @Test
    void the_beginning_of_a_stop_string_is_held_back_until_it_is_none() {
        StopStringMatcher matcher = new StopStringMatcher(List.of("END"));

        assertThat(matcher.append("the E")).isEqualTo("the ");
        assertThat(matcher.append("N")).isEmpty();
        assertThat(matcher.append("tire")).isEqualTo("ENtire");
    }

    @Test
    void a_stop_string_is_found_across_pieces_and_nothing_passes_after_it() {
        StopStringMatcher matcher = new StopStringMatcher(List.of("END"));

        assertThat(matcher.append("the E") + matcher.append("ND of it")).isEqualTo("the ");
        assertThat(matcher.stopped()).isTrue();
        assertThat(matcher.append("more") + matcher.flush()).isEmpty();
    }

    @Test
    void what_was_held_back_passes_at_the_end() {
        StopStringMatcher matcher = new StopStringMatcher(List.of("END"));

        assertThat(matcher.append("the EN") + matcher.flush()).isEqualTo("the EN");
    }

    @Test
    void a_stop_string_may_begin_within_the_beginning_of_another_try() {
        StopStringMatcher matcher = new StopStringMatcher(List.of("aab"));

        assertThat(matcher.append("aa") + matcher.append("a") + matcher.append("b"))
                .isEqualTo("a");
        assertThat(matcher.stopped()).isTrue();
    }

    @Test
    void the_stop_string_that_is_complete_first_wins() {
        StopStringMatcher matcher = new StopStringMatcher(List.of("abcd", "bc"));

        assertThat(matcher.append("xabcd")).isEqualTo("xa");
    }

    @Property(tries = 2000)
    void pieces_do_not_matter(
            @ForAll @StringLength(max = 30) @CharRange(from = 'a', to = 'c') String text,
            @ForAll @Size(max = 3) List<@StringLength(min = 1, max = 4) @CharRange(from = 'a', to = 'c') String> stops,
            @ForAll @Size(max = 30) List<Boolean> cuts) {
        StopStringMatcher whole = new StopStringMatcher(stops);
        String expected = whole.append(text) + whole.flush();

        StopStringMatcher pieces = new StopStringMatcher(stops);
        StringBuilder passed = new StringBuilder();
        int from = 0;
        for (int to = 1; to <= text.length(); to++) {
            if (to == text.length() || (to < cuts.size() && cuts.get(to))) {
                passed.append(pieces.append(text.substring(from, to)));
                from = to;
            }
        }
        assertThat(passed.append(pieces.flush()).toString()).isEqualTo(expected);
        assertThat(stops).noneMatch(expected::contains);
    }
}
