package io.github.aligner4j.civility.augmentation;

import io.github.aligner4j.evaluation.style.StyleRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RudeWordTaggerTest {

    private static final double HALF = 0.5;

    private final RudeWordTagger tagger = RudeWordTagger.learn(rows(), good(), HALF);

    @Test
    void words_that_people_take_away_are_to_go() {
        assertThat(found("you stupid man")).containsExactly("stupid");
        assertThat(found("the moron is late")).containsExactly("moron");
        assertThat(found("the man is late")).isEmpty();
    }

    @Test
    void letters_tell_of_a_word_that_was_not_met() {
        assertThat(found("you stupidest man")).containsExactly("stupidest");
    }

    @Test
    void the_words_beside_it_tell_when_a_word_is_to_stay() {
        assertThat(found("a fat man")).containsExactly("fat");
        assertThat(found("two grams of fat and salt")).isEmpty();
    }

    @Test
    void a_torn_contraction_is_not_taken_away() {
        assertThat(found("that's my moron")).containsExactly("moron");
        assertThat(found("that 's my moron")).containsExactly("moron");
    }

    @Test
    void the_same_rows_teach_the_same() {
        RudeWordTagger again = RudeWordTagger.learn(rows(), good(), HALF);

        for (StyleRow row : rows()) {
            List<Token> tokens = Token.of(row.text());
            assertThat(again.among(tokens)).isEqualTo(tagger.among(tokens));
        }
    }

    private List<String> found(String text) {
        List<Token> tokens = Token.of(text);
        return tagger.among(tokens).stream()
                .mapToObj(index -> tokens.get(index).plain())
                .toList();
    }

    private static List<StyleRow> rows() {
        List<StyleRow> rows = new ArrayList<>();
        for (String who : List.of("you", "that", "this", "one", "some", "his", "her", "the")) {
            rows.add(new StyleRow(who + " stupid man", List.of(who + " man", "No, " + who + " man!")));
            rows.add(new StyleRow(who + " moron is late", List.of(who + " person is late")));
            rows.add(new StyleRow("such a fat man , " + who, List.of("such a man , " + who)));
            rows.add(new StyleRow("that 's the moron of " + who, List.of("that's the person of " + who)));
        }
        return rows;
    }

    private static List<String> good() {
        List<String> good = new ArrayList<>();
        for (String what : List.of("salt", "oil", "milk", "sugar", "flour")) {
            good.add("take ten grams of fat and " + what + ", then stir");
            good.add("that's the man who sold " + what + " late");
        }
        return good;
    }
}
