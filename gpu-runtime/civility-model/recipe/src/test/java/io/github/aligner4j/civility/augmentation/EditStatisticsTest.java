package io.github.aligner4j.civility.augmentation;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class EditStatisticsTest {

    private static final List<String> RUDE = List.of("damn", "fool", "stupid", "bloody", "oaf", "holy", "cow", "ass");

    private final EditStatistics usual = new EditStatistics();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the damn cat is back | the cat is back",
                // What is needed is replaced, as others did it to the same word or, if it was not met, to others there.
                "he is a fool . | he is a person .",
                "She is an oaf . | She is a person .",
                "this is stupid . | this is not good .",
                // Where a sentence can do without the word, it goes.
                "what a stupid idea | what an idea",
                "Stupid cats | Cats",
                // Words that people treat as one, and a run of words that they did not meet together.
                "holy cow , it rains | I see , it rains",
                "a damn bloody fool . | a person ."
            })
    void rude_words_become_what_most_people_make_of_them_there(String text, String corrected) {
        for (int i = 0; i < 3; i++) {
            usual.add("look at the damn dog", "look at the dog", 1);
            usual.add("you are a fool .", "you are a person .", 1);
            usual.add("it was stupid .", "it was not good .", 1);
            usual.add("the stupid dog", "the dog", 1);
            usual.add("holy cow , no", "I see , no", 1);
        }

        assertThat(usual.apply(text, rude(text))).isEqualTo(corrected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // People change it as a whole,
                "we do not give a damn about it | we do not care about it",
                "Who gives a damn ?             | Who gives a ?",
                // but not where they mostly leave the rest of it.
                "what a damn fine day           | what a fine day"
            })
    void phrases_that_are_usually_changed_as_a_whole_are(String text, String corrected) {
        for (int i = 0; i < 3; i++) {
            usual.add("i do not give a damn", "i do not care", 1);
            usual.add("a damn fine cat", "a fine cat", 1);
        }

        assertThat(usual.apply(text, rude(text))).isEqualTo(corrected);
    }

    @Test
    void without_anything_learnt_words_are_deleted() {
        assertThat(usual.apply("Damn , he is a fool", rude("Damn , he is a fool")))
                .isEqualTo("He is a");
        assertThat(usual.apply("good", new BitSet())).isEqualTo("good");
    }

    @Test
    void an_edit_is_usual_from_two_people_on() {
        usual.add("a fool .", "a man .", 1);
        usual.add("a fool .", "a person .", 1);
        usual.add("the fool .", "the person .", 1);

        assertThat(usual.usual("that fool , see", "that person , see")).isTrue();
        assertThat(usual.usual("that fool , see", "that man , see")).isFalse();
        assertThat(usual.usual("that fool , see", "that , see")).isFalse();
        assertThat(usual.score("one fool", "one person")).isGreaterThan(usual.score("one fool", "one man"));
    }

    private static BitSet rude(String text) {
        List<Token> tokens = Token.of(text);
        BitSet rude = new BitSet();
        for (int i = 0; i < tokens.size(); i++) {
            rude.set(i, RUDE.contains(tokens.get(i).plain()));
        }
        return rude;
    }
}
