package io.github.aligner4j.civility.augmentation;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SyntacticSlotTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // The head of what stands before is needed, whatever follows.
                "he is an arrogant fool .            | fool   | NOUN      | true",
                "what these narcissistic morons think | morons | NOUN     | true",
                "the idiots have taken over .        | idiots | NOUN      | true",
                "it is stupid .                      | stupid | ADJECTIVE | true",
                "they want to destroy it             | destroy | VERB     | true",
                // What describes another word is not, nor what others stand for, nor an address.
                "this is a stupid bill .             | stupid | ADJECTIVE | false",
                "the garbage posts are back .        | garbage | NOUN     | false",
                "i like that crap .                  | crap   | NOUN      | false",
                "shame on you , fools !              | fools  | NOUN      | false"
            })
    void tells_whether_a_sentence_lacks_a_part_without_a_word(
            String text, String word, PartOfSpeech own, boolean needed) {
        List<Token> tokens = Token.of(text);
        int index = tokens.stream().map(Token::plain).toList().indexOf(word);

        SyntacticSlot place = SyntacticSlot.of(tokens, new PartOfSpeech.Tagger().of(tokens), index, index + 1);

        assertThat(place.needed()).isEqualTo(needed);
        assertThat(place.own()).isEqualTo(own);
        assertThat(place.plural()).isEqualTo(word.endsWith("s"));
    }
}
