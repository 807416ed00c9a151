package io.github.aligner4j.training.dataset;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NaturalCopiesTest {

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
        assertThat(NaturalPair.of(row("the fool likes syria ?", "The friend likes Syria")))
                .isEqualTo(row("The fool likes Syria?", "The friend likes Syria?"));
        assertThat(NaturalPair.of(row("a fool", "a friend"))).isEqualTo(row("A fool", "A friend"));
        assertThat(NaturalPair.closed(row("a fool", "a friend"))).isEqualTo(row("A fool.", "A friend."));
        assertThat(NaturalPair.closed(row("why are you a fool", "why are you here")))
                .isEqualTo(row("Why are you a fool?", "Why are you here?"));
    }

    @Test
    void pairs_of_the_same_words_are_to_be_left_alone() {
        CorrectionRow same = row("so , i know .", "So, I know");
        NaturalCopies copies = NaturalCopies.of(List.of(same), 1, new Random(1));

        assertThat(copies.same()).isEqualTo(1);
        assertThat(copies.rows()).containsExactly(same.asIdentity(), row("So, I know.", "So, I know."));
    }

    @Test
    void the_share_decides_how_many_are_copied() {
        List<CorrectionRow> rows = IntStream.range(0, 1000)
                .mapToObj(i -> row("you fool , " + i, "you , " + i))
                .toList();

        NaturalCopies copies = NaturalCopies.of(rows, 0.3, new Random(1));

        assertThat(copies.copies()).isBetween(250, 350);
        assertThat(copies.rows()).startsWith(rows.get(0)).hasSize(1000 + copies.copies());
        assertThat(NaturalCopies.of(rows, 0, new Random(1)).rows()).isEqualTo(rows);
        assertThatThrownBy(() -> NaturalCopies.of(rows, 1.5, new Random(1)))
                .hasMessage("the share of natural copies must be 0 to 1, but was 1.5");
    }

    private static CorrectionRow row(String answer, String correction) {
        return new CorrectionRow("", answer, correction);
    }
}
