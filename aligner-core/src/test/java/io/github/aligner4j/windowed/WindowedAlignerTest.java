// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.windowed;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WindowedAlignerTest {

    private final List<CorrectionRequest> asked = new ArrayList<>();
    private final Aligner shouting = (request, context) -> {
        asked.add(request);
        String louder = request.answer().replace("fool", "friend");
        return Correction.of(request.answer(), louder, new TokenUsage(2, 1), Duration.ZERO);
    };

    @Test
    void each_window_is_corrected_as_an_answer_of_its_own_and_white_space_stays() {
        WindowedAligner aligner = new WindowedAligner(shouting, 20, 100);
        Correction correction =
                aligner.correct(CorrectionRequest.of("Why?", "  Go on, fool. Do it now.\n\n\tYou fool!\n"));
        assertThat(correction.answer()).isEqualTo("  Go on, friend. Do it now.\n\n\tYou friend!\n");
        assertThat(asked)
                .extracting(CorrectionRequest::answer)
                .containsExactly("Go on, fool.", "Do it now.", "You fool!");
        assertThat(correction.usage()).isEqualTo(new TokenUsage(6, 3));
        assertThat(correction.edits()).hasSize(2);
    }

    @Test
    void the_heard_pieces_are_the_answer() {
        List<String> heard = new ArrayList<>();
        new WindowedAligner(shouting, 12, 100)
                .correct(
                        CorrectionRequest.of("Why?", "A fool. \n B fool."),
                        CorrectionContext.DEFAULT.withListener(heard::add));
        assertThat(String.join("", heard)).isEqualTo("A friend. \n B friend.");
        assertThat(heard).hasSizeGreaterThan(2);
    }

    @Test
    void a_window_that_is_left_out_joins_no_paragraphs() {
        Aligner brief = (request, context) ->
                Correction.of(request.answer(), request.answer().replace("Sure!", ""));
        WindowedAligner aligner = new WindowedAligner(brief, 8, 0);
        assertThat(aligner.correct(CorrectionRequest.of("Why?", "Sure! It is. Sure!\n\nSure!\nB.\n\nSure!\n"))
                        .answer())
                .isEqualTo("It is.\n\nB.\n");
        List<String> heard = new ArrayList<>();
        aligner.correct(
                CorrectionRequest.of("Why?", "A. \n\nSure! \n B."), CorrectionContext.DEFAULT.withListener(heard::add));
        assertThat(String.join("", heard)).isEqualTo("A. \n\n B.");
        assertThatThrownBy(() -> aligner.correct(CorrectionRequest.of("Why?", "Sure!\nSure!")))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("the whole answer was deleted");
    }

    @Test
    void of_a_long_question_the_end_is_read_and_no_character_is_cut() {
        WindowedAligner aligner = new WindowedAligner(shouting, 50, 3);
        aligner.correct(CorrectionRequest.of("say hello", "ok"));
        aligner.correct(CorrectionRequest.of("hello 😀ab", "ok"));
        assertThat(asked).extracting(CorrectionRequest::question).containsExactly("llo", "ab");
    }

    @Test
    void each_window_is_corrected_as_strongly_as_the_answer() {
        CorrectionRequest request = CorrectionRequest.of("Why?", "A.\nB.").withStrength(0.5);
        new WindowedAligner(shouting, 12, 100).correct(request);
        assertThat(asked).hasSize(2).allMatch(window -> window.strength().equals(OptionalDouble.of(0.5)));
    }

    @Test
    void one_failed_window_fails_the_correction() {
        Aligner failing = (request, context) -> {
            throw new AlignerException("gone");
        };
        assertThatThrownBy(() -> new WindowedAligner(failing, 50, 3).correct(CorrectionRequest.of("q", "a b")))
                .hasMessage("gone");
        assertThatThrownBy(() -> new WindowedAligner(failing, 1, 3)).hasMessageContaining("these were 1 and 3");
    }
}
