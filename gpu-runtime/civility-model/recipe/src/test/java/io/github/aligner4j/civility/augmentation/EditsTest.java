package io.github.aligner4j.civility.augmentation;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class EditsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "See the damn cat           | damn  |        | See the cat",
                "Damn cats sleep            | damn  |        | Cats sleep",
                "He left. Damn, it rains.   | damn  |        | He left. It rains.",
                "damn ! ! it rains          | damn  |        | it rains",
                "Bring the map, idiot.      | idiot |        | Bring the map.",
                "bring the map , idiot .    | idiot |        | bring the map .",
                "well , damn , it rains     | damn  |        | well , it rains",
                "It rains. Damn!            | damn  |        | It rains. !",
                "You are an idiot.          | idiot | person | You are a person.",
                "a bloody idiot             | bloody |       | an idiot",
                "Idiots sleep               | idiots | people | People sleep",
                "Nothing. Idiots sleep      | idiots | people | Nothing. People sleep"
            })
    void what_stands_around_a_change_stays_right(String text, String word, String added, String outcome) {
        List<Token> tokens = Token.of(text);
        int index = tokens.stream().map(Token::plain).toList().indexOf(word);
        Edits edits = new Edits(text);

        edits.put(tokens, index, index + 1, added == null ? "" : added);

        assertThat(edits.text()).isEqualTo(outcome);
    }
}
