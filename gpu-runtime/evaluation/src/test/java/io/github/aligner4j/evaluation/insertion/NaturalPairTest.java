// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.insertion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NaturalPairTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "dude , he would don 't ! ! !|Dude, he would don't!!!",
                "i 'm sure i ca n't ; i 've seen it .|I'm sure I can't; I've seen it.",
                "you said \" 10 hours ago|You said \" 10 hours ago",
                "he 's \" cool as ice \" , y 'all . so ?|He's \"cool as ice\", y'all. So?",
                "28 % of $ 5 ( or 6 ) i.e. a lot|28% of $5 (or 6) i.e. a lot",
                "the lynch - mob leave : ) ok|The lynch - mob leave :) ok",
                "* draco scowls * fuckin ' yes|*Draco scowls* fuckin' yes",
                "mr. smith went . . . home|Mr. smith went... home",
                "Already fine.|Already fine.",
            })
    void text_is_written_as_people_write(String text, String natural) {
        assertThat(NaturalWriting.of(text)).isEqualTo(natural);
    }

    @Test
    void names_and_marks_are_those_of_the_correction() {
        assertThat(NaturalPair.of(pair("the fool likes syria ?", "The friend likes Syria")))
                .isEqualTo(pair("The fool likes Syria?", "The friend likes Syria?"));
        assertThat(NaturalPair.of(pair("a fool", "a friend"))).isEqualTo(pair("A fool", "A friend"));
        assertThat(NaturalPair.closed(pair("a fool", "a friend"))).isEqualTo(pair("A fool.", "A friend."));
        assertThat(NaturalPair.closed(pair("why are you a fool", "why are you here")))
                .isEqualTo(pair("Why are you a fool?", "Why are you here?"));
    }

    private static TextPair pair(String original, String corrected) {
        return new TextPair(original, corrected);
    }
}
