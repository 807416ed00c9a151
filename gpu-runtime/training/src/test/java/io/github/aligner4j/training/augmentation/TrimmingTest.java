package io.github.aligner4j.training.augmentation;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.evaluation.StyleRow;
import io.github.aligner4j.training.evaluation.ToxicLexicon;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TrimmingTest {

    private static final ToxicLexicon LEXICON =
            new ToxicLexicon(Set.of("damn", "fool", "fools", "idiot", "crap", "sh*t"), 1);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Nothing but the word goes; case, marks and other phrases of the correction do not come along.
                "where is the damn cat ? | Where is the cat? | where is the cat ?",
                "stop it , you fools ! | Please stop it, you people. | stop it , you people.",
                "he is an idiot , i think . | He is a bad man, I believe. | he is a bad man , i think .",
                "they don 't know crap | They don't know anything | they don't know anything",
                "damn , it rains | Oh no, it rains! | oh no , it rains",
                "damn it rains | I think it rains | I think it rains",
                "this is sh*t | This is it | this is it",
                "no way , damn . | No way. | no way .",
                "Damn it rains | It rains. | It rains",
                "it rains , damn | It rains, I'm afraid | it rains , I'm afraid"
            })
    void of_a_correction_there_stays_what_takes_the_words_away(String answer, String correction, String trimmed) {
        assertThat(TrimmedCorrection.of(answer, correction, LEXICON)).contains(trimmed);
    }

    @Test
    void a_correction_that_takes_no_such_word_away_has_nothing_to_keep() {
        assertThat(TrimmedCorrection.of("you damn liar", "You damn person", LEXICON))
                .isEmpty();
        assertThat(TrimmedCorrection.of("", "Please.", LEXICON)).isEmpty();
    }

    @Test
    void of_several_the_one_that_leaves_none_and_agrees_with_the_others_is_taken() {
        StyleRow row = new StyleRow(
                "the damn fool is here again",
                List.of("The damn man is here again", "the person is here again", "The person is here", "He came"));

        Trimming.Outcome outcome = new Trimming(LEXICON).of(List.of(row));

        assertThat(outcome.rows()).containsExactly(new CorrectionRow("", row.text(), "the person is here again"));
        assertThat(outcome.whole()).isZero();
    }

    @Test
    void of_two_that_are_as_near_the_usual_one_is_taken() {
        StyleRow clear = new StyleRow("a fool said so", List.of("a person said so"));
        StyleRow torn = new StyleRow("it was the fool", List.of("it was the thing", "it was the person"));

        assertThat(new Trimming(LEXICON)
                        .of(List.of(clear, clear, torn))
                        .rows()
                        .get(2)
                        .correction())
                .isEqualTo("it was the person");
    }

    @Test
    void without_a_word_of_the_lexicon_a_near_correction_stays_whole_and_others_are_left_out() {
        StyleRow near = new StyleRow("you are ugly today", List.of("Have a good time!", "You are fine today"));
        StyleRow far = new StyleRow("get lost", List.of("Please leave us alone for a while"));
        StyleRow same = new StyleRow("that 's odd .", List.of("That's odd"));
        StyleRow brokenOff = new StyleRow("the fool talks and talks and talks all day", List.of("He"));

        Trimming.Outcome outcome = new Trimming(LEXICON).of(List.of(near, far, same, brokenOff));

        assertThat(outcome.rows()).containsExactly(new CorrectionRow("", near.text(), "You are fine today"));
        assertThat(outcome.whole()).isEqualTo(1);
        assertThat(outcome.leftOut()).isEqualTo(3);
    }
}
