package io.github.aligner4j.civility.augmentation;

import io.github.aligner4j.evaluation.style.StyleRow;
import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MinimalEditTargetsTest {

    private static final Set<String> RUDE = Set.of("damn", "fool", "fools", "idiot", "crap", "sh*t");
    private static final RudeWords WORDS = tokens -> {
        BitSet found = new BitSet();
        for (int i = 0; i < tokens.size(); i++) {
            found.set(i, RUDE.contains(tokens.get(i).plain()));
        }
        return found;
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Nothing but the word goes; case, marks and other phrases of the correction do not come along.
                "where is the damn cat ? | Where is the cat? | where is the cat ?",
                "stop it , you fools ! | Please stop it, you people. | stop it , you people.",
                "he is an idiot , i think . | He is a bad man, I believe. | he is a bad man , i think .",
                "they don't know crap | They don't know anything | they don't know anything",
                "damn , it rains | Oh no, it rains! | oh no , it rains",
                "damn it rains | I think it rains | I think it rains",
                "this is sh*t | This is it | this is it",
                "no way , damn . | No way. | no way .",
                "Damn it rains | It rains. | It rains",
                "it rains , damn | It rains, I'm afraid | it rains , I'm afraid"
            })
    void of_a_correction_there_stays_what_takes_the_words_away(String answer, String correction, String trimmed) {
        assertThat(trimmed(answer, correction)).contains(trimmed);
    }

    @Test
    void a_correction_that_takes_no_such_word_away_has_nothing_to_keep() {
        assertThat(trimmed("you damn liar", "You damn person")).isEmpty();
        assertThat(trimmed("", "Please.")).isEmpty();
    }

    @Test
    void of_several_the_one_that_leaves_none_and_agrees_with_the_others_is_taken() {
        StyleRow row = new StyleRow(
                "the damn fool is here again",
                List.of("The damn man is here again", "the person is here again", "The person is here", "He came"));
        StyleRow other = new StyleRow("the damn fool laughed", List.of("the person laughed"));

        MinimalEditTargets.Outcome outcome = new MinimalEditTargets(WORDS).of(List.of(row, other, other));

        assertThat(outcome.rows().get(0)).isEqualTo(new CorrectionRow("", row.text(), "the person is here again"));
        assertThat(outcome.usual()).isZero();
    }

    @Test
    void what_no_other_did_gives_way_to_what_most_did() {
        StyleRow clear = new StyleRow("a fool said so", List.of("a person said so"));
        StyleRow torn = new StyleRow("it 's the fool", List.of("it's the gentleman", "That's the poor soul"));

        List<StyleRow> rows = new ArrayList<>(Collections.nCopies(10, clear));
        rows.add(torn);

        MinimalEditTargets.Outcome outcome = new MinimalEditTargets(WORDS).of(rows);

        assertThat(outcome.rows().get(10)).isEqualTo(new CorrectionRow("", "it 's the fool", "it's the person"));
        assertThat(outcome.usual()).isEqualTo(1);
    }

    @Test
    void answers_without_such_a_word_and_with_little_else_are_left_out() {
        StyleRow without = new StyleRow("you are ugly today", List.of("You are fine today"));
        StyleRow nothingElse = new StyleRow("damn crap damn crap", List.of("no", "oh"));

        MinimalEditTargets.Outcome outcome = new MinimalEditTargets(WORDS).of(List.of(without, nothingElse));

        assertThat(outcome.rows()).isEmpty();
        assertThat(outcome.leftOut()).isEqualTo(2);
    }

    private static Optional<String> trimmed(String answer, String correction) {
        return TrimmedCorrection.of(answer, correction, WORDS.among(Token.of(answer)));
    }
}
