package io.github.aligner4j.text;

import io.github.aligner4j.Edit;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

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
