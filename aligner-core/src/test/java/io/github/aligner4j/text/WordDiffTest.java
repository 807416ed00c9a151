// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;

class WordDiffTest {

    @Example
    void equal_texts_have_no_edits() {
        assertThat(WordDiff.between("Good day.", "Good day.")).isEmpty();
    }

    @Example
    void an_edit_names_the_words_and_where_they_are() {
        assertThat(WordDiff.between("Read it, you idiot.", "Read it, my dear friend."))
                .containsExactly(new Edit(9, 18, 9, 23, "you idiot", "my dear friend"));
        assertThat(WordDiff.between("you and they", "we and all"))
                .containsExactly(new Edit(0, 3, 0, 2, "you", "we"), new Edit(8, 12, 7, 10, "they", "all"));
    }

    @Example
    void a_deletion_has_no_corrected_text_and_an_insertion_no_original() {
        assertThat(WordDiff.between("damn good", "good")).containsExactly(new Edit(0, 5, 0, 0, "damn ", ""));
        assertThat(WordDiff.between("good", "so good")).containsExactly(new Edit(0, 0, 0, 3, "", "so "));
    }

    @Example
    void a_word_that_is_taken_out_or_put_in_goes_with_the_space_after_it() {
        assertThat(WordDiff.between(
                        "What the hell do you want? Read the damn manual.", "What do you want? Read the manual."))
                .extracting(Edit::original)
                .containsExactly("the hell ", "damn ");
        assertThat(WordDiff.between("Take it. Read the manual.", "Take it now. Read the good manual."))
                .extracting(Edit::corrected)
                .containsExactly(" now", "good ");
    }

    @Property(tries = 2000)
    void edits_turn_the_original_into_the_corrected_text(
            @ForAll("text") String original, @ForAll("text") String corrected) {
        assertThat(apply(original, WordDiff.between(original, corrected))).isEqualTo(corrected);
    }

    @Property(tries = 1000)
    void offsets_point_at_the_words_they_name(@ForAll("text") String original, @ForAll("text") String corrected) {
        assertThat(WordDiff.between(original, corrected)).allSatisfy(edit -> {
            assertThat(original.substring(edit.originalStart(), edit.originalEnd()))
                    .isEqualTo(edit.original());
            assertThat(corrected.substring(edit.correctedStart(), edit.correctedEnd()))
                    .isEqualTo(edit.corrected());
        });
    }

    @Property(tries = 40)
    void edits_of_long_texts_are_right_however_they_were_found(
            @ForAll @IntRange(min = 1, max = 3000) int words,
            @ForAll @IntRange(min = 2, max = 60) int changedEach,
            @ForAll Random random) {
        List<String> before = words(random, 12_000, words);
        List<String> after = new ArrayList<>();
        for (String word : before) {
            int change = random.nextInt(changedEach);
            after.add(change == 0 ? "new" + random.nextInt(words) : change == 1 ? "" : word);
        }
        String original = String.join(" ", before);
        String corrected = String.join(" ", after);
        List<Edit> edits = WordDiff.between(original, corrected);
        assertThat(apply(original, edits)).isEqualTo(corrected);
        assertThat(edits).isSortedAccordingTo(Comparator.comparingInt(Edit::originalStart));
    }

    @Example
    void a_word_that_changed_in_each_of_many_sentences_is_an_edit_in_each() {
        String original = "You really are one, Dr. Fool, and you know it. ".repeat(2_000);
        List<Edit> edits = WordDiff.between(original, original.replace("Fool", "Friend"));
        assertThat(apply(original, edits)).isEqualTo(original.replace("Fool", "Friend"));
        assertThat(edits.stream().filter(edit -> edit.corrected().equals("Friend")))
                .hasSizeGreaterThan(1_900);
    }

    @Example
    void a_text_rewritten_around_words_that_it_has_once_keeps_them() {
        Random random = new Random(1);
        String original = String.join(" ", words(random, 20_000, 20)) + " Kilimanjaro "
                + String.join(" ", words(random, 20_000, 20));
        String corrected = String.join(" ", words(random, 20_000, 20)).toUpperCase(Locale.ROOT) + " Kilimanjaro "
                + String.join(" ", words(random, 20_000, 20)).toUpperCase(Locale.ROOT);
        List<Edit> edits = WordDiff.between(original, corrected);
        assertThat(apply(original, edits)).isEqualTo(corrected);
        assertThat(edits)
                .hasSizeGreaterThan(1)
                .noneMatch(edit -> edit.original().contains("Kilimanjaro"));
    }

    @Example
    void texts_of_megabytes_are_compared_by_lines_and_without_lines_as_a_whole() {
        String lines = "one line of a very long text\n".repeat(80_000);
        String changed = lines.substring(0, 29) + "another\n" + lines.substring(29 * 40_000) + "end\n";
        assertThat(apply(lines, WordDiff.between(lines, changed))).isEqualTo(changed);
        String one = "a".repeat(2_000_000) + "b";
        assertThat(WordDiff.between(one, "c" + one))
                .containsExactly(new Edit(0, one.length(), 0, one.length() + 1, one, "c" + one));
        String breaks = "\n".repeat(2_000_000) + "b";
        assertThat(apply(breaks, WordDiff.between(breaks, "c" + breaks + "d"))).isEqualTo("c" + breaks + "d");
    }

    private static List<String> words(Random random, int count, int vocabulary) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add("w" + Integer.toString(random.nextInt(vocabulary), 36));
        }
        return words;
    }

    @Provide
    Arbitrary<String> text() {
        return Arbitraries.of("a", "b", " ", "idiot", ", ", "\n", "😀", "é", "日本", "don't", "")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    private static String apply(String original, List<Edit> edits) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (Edit edit : edits) {
            text.append(original, at, edit.originalStart()).append(edit.corrected());
            at = edit.originalEnd();
        }
        return text.append(original.substring(at)).toString();
    }
}
