// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        assertThat(SentenceWindows.of("One is.\rTwo is.\r\n\rThree", 100))
                .containsExactly("One is.\r", "Two is.\r\n\r", "Three");
    }

    @Example
    void a_sentence_that_is_too_long_is_cut_between_words() {
        assertThat(SentenceWindows.of("aaaa bbbb cccc dddd", 10)).containsExactly("aaaa bbbb ", "cccc dddd");
        assertThat(SentenceWindows.of("aaaaaaa", 3)).containsExactly("aaa", "aaa", "a");
    }

    @Example
    void a_sentence_is_finished_when_a_later_word_has_begun() {
        assertThat(SentenceWindows.finished("Hello there. ", 100)).isZero();
        assertThat(SentenceWindows.finished("Hello there. \"(", 100)).isZero();
        assertThat(SentenceWindows.finished("Hello there. How", 100)).isEqualTo(13);
        assertThat(SentenceWindows.finished("Hello there. How? I", 100)).isEqualTo(18);
        assertThat(SentenceWindows.finished("Hello there. How? I", 15)).isEqualTo(13);
        assertThat(SentenceWindows.finished("At 3.5 p.m. or e.g. at", 100)).isZero();
    }

    @Example
    void a_sentence_is_not_finished_by_an_abbreviation() {
        assertThat(SentenceWindows.finished("Ask Mr. Smith", 100)).isZero();
        assertThat(SentenceWindows.finished("(Dr. Smith", 100)).isZero();
        assertThat(SentenceWindows.finished("By J. Smith", 100)).isZero();
        assertThat(SentenceWindows.finished("In the U.S. Congress", 100)).isZero();
        assertThat(SentenceWindows.finished("Ask Mr. Smith. He", 100)).isEqualTo(15);
        assertThat(SentenceWindows.finished("Yes. I do", 100)).isEqualTo(5);
        assertThat(SentenceWindows.finished("Ask Mr.\nSmith", 100)).isEqualTo(8);
    }

    @Example
    void a_line_is_finished_when_it_has_ended() {
        assertThat(SentenceWindows.finished("- a point", 100)).isZero();
        assertThat(SentenceWindows.finished("- a point\r", 100)).isZero();
        assertThat(SentenceWindows.finished("- a point\r\n- an", 100)).isEqualTo(11);
        assertThat(SentenceWindows.finished("\n\n", 100)).isEqualTo(2);
    }

    @Example
    void a_long_sentence_is_cut_when_enough_of_it_is_known() {
        assertThat(SentenceWindows.finished("word ".repeat(10), 12)).isZero();
        assertThat(SentenceWindows.finished("word ".repeat(40), 12)).isEqualTo(10);
        assertThat(SentenceWindows.finished("a\u0301".repeat(200), 13)).isEqualTo(12);
        assertThatThrownBy(() -> SentenceWindows.finished("a", 1)).isInstanceOf(IllegalArgumentException.class);
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

    @Property(tries = 3000)
    void windows_are_cut_only_between_what_readers_take_for_characters(
            @ForAll("clusters") String text, @ForAll @IntRange(min = 2, max = 40) int max) {
        List<String> windows = SentenceWindows.of(text, max);
        assertThat(String.join("", windows)).isEqualTo(text);
        Set<Integer> boundaries = boundaries(text);
        int end = 0;
        for (String window : windows) {
            assertThat(window).isNotEmpty();
            end += window.length();
            assertThat(boundaries).contains(end);
        }
    }

    @Property(tries = 1000)
    void the_words_of_a_window_keep_white_space_that_has_a_mark(@ForAll("clusters") String text) {
        for (String window : SentenceWindows.of(text, 20)) {
            String words = SentenceWindows.words(window);
            Set<Integer> boundaries = boundaries(window);
            int start = window.indexOf(words);
            assertThat(boundaries).contains(start, start + words.length());
            assertThat(window.substring(0, start)).isBlank();
            assertThat(window.substring(start + words.length())).isBlank();
        }
    }

    @Example
    void a_character_that_is_longer_than_a_window_stays_whole_and_one_without_end_does_not() {
        String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
        assertThat(SentenceWindows.of(family + family, 3)).containsExactly(family, family);
        String zalgo = "a" + "\u0301".repeat(100_000);
        List<String> windows = SentenceWindows.of(zalgo, 100);
        assertThat(String.join("", windows)).isEqualTo(zalgo);
        assertThat(windows).allMatch(window -> window.length() <= 100).hasSize(1001);
    }

    @Example
    void an_indic_conjunct_is_one_character_whatever_the_jdk_thinks() {
        assertThat(SentenceWindows.of("\u0915\u094D\u0937\u0915\u094D\u200D\u0937", 4))
                .containsExactly("\u0915\u094D\u0937", "\u0915\u094D\u200D\u0937");
        assertThat(SentenceWindows.of("\u09B8\u09CD\u09A4\u09CD\u09B0a", 5))
                .containsExactly("\u09B8\u09CD\u09A4\u09CD\u09B0", "a");
    }

    @Example
    void a_window_that_is_too_small_is_refused() {
        assertThatThrownBy(() -> SentenceWindows.of("a", 1)).hasMessageContaining("at least 2 characters, but was 1");
    }

    /** As the JDK's own boundary matcher finds them, which looks at a place and not along the text. */
    private static Set<Integer> boundaries(String text) {
        Set<Integer> boundaries = new HashSet<>(List.of(0, text.length()));
        Matcher matcher = Pattern.compile("\\b{g}").matcher(text);
        while (matcher.find()) {
            boundaries.add(matcher.start());
        }
        return boundaries;
    }

    @Provide
    Arbitrary<String> clusters() {
        return Arbitraries.of(
                        "Yes. ",
                        "No",
                        " ",
                        "\n",
                        "\r\n",
                        "\r",
                        "\u0301",
                        "\u0308\u0301",
                        "\u200D",
                        "\uFE0F",
                        "\u20E3",
                        "1",
                        "\uD83D\uDC68",
                        "\uD83D\uDC69\u200D\uD83D\uDC67",
                        "\uD83C\uDDE9",
                        "\uD83C\uDDEA",
                        "\uD83C\uDFFD",
                        "\u1100",
                        "\u1161",
                        "\u11A8",
                        "\uAC00",
                        "\u0915",
                        "\u094D",
                        "\u0937\u093F",
                        "\u0E01\u0E33",
                        "\u0600",
                        "\uD83D",
                        "\uDE00",
                        "\u3002",
                        "\u65E5",
                        "\u0BA8\u0BBF")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
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
