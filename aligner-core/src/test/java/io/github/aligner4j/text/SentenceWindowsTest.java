package io.github.aligner4j.text;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SentenceWindowsTest {

    @Example
    void sentences_share_a_window_while_they_fit_and_lines_never_do() {
        assertThat(SentenceWindows.of("One is. Two is. Three is here.\n\n- a point\nEnd", 16))
                .containsExactly("One is. Two is. ", "Three is here.\n\n", "- a point\n", "End");
    }

    @Example
    void a_sentence_that_is_too_long_is_cut_between_words() {
        assertThat(SentenceWindows.of("aaaa bbbb cccc dddd", 10)).containsExactly("aaaa bbbb ", "cccc dddd");
        assertThat(SentenceWindows.of("aaaaaaa", 3)).containsExactly("aaa", "aaa", "a");
    }

    @Property(tries = 2000)
    void windows_joined_are_the_text_and_none_splits_a_character(
            @ForAll("text") String text, @ForAll @IntRange(min = 2, max = 40) int max) {
        List<String> windows = SentenceWindows.of(text, max);
        assertThat(String.join("", windows)).isEqualTo(text);
        assertThat(windows).allSatisfy(window -> {
            assertThat(window.strip().length()).isLessThanOrEqualTo(max);
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(window)).isTrue();
        });
    }

    @Example
    void a_window_that_is_too_small_is_refused() {
        assertThatThrownBy(() -> SentenceWindows.of("a", 1)).hasMessageContaining("at least 2 characters, but was 1");
    }

    @Provide
    Arbitrary<String> text() {
        return Arbitraries.of(
                        "Yes. ", "No! ", "why?", " ", "\n", "\n\n", "😀", "word", "ü", "- item", "12.5", "…", "日本。")
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
    }
}
