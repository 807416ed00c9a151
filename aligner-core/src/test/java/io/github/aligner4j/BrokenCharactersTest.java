// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.llm.CorrectionGuard;
import io.github.aligner4j.llm.CorrectionGuards;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.text.BrokenCharacters;
import io.github.aligner4j.windowed.WindowedAligner;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** No character that a model broke is ever read by anybody. */
class BrokenCharactersTest {

    private static final List<String> BROKEN = List.of(
            "\uFFFD",
            "\u0000",
            "\u0007",
            "\u001B",
            "\u007F",
            "\u0085",
            "\u009F",
            "\uD83D",
            "\uDE00",
            "\u202E",
            "\u2066",
            "\uFEFF",
            "\uFFFE",
            "\uFFF9",
            "\uDBFF\uDFFF");
    private static final List<String> SOUND = List.of(
            "\t", "\n", "\r\n", "\uD83D\uDE00", "e\u0301", "\u200D", "\u200C", "\u200F", "\u00AD", "\u2028", "字");

    @Example
    void a_correction_with_a_broken_character_that_the_answer_lacks_is_rejected() {
        for (String broken : BROKEN) {
            assertThatThrownBy(() -> correct("an answer", "a " + broken + "correction"))
                    .isInstanceOf(CorrectionRejectedException.class)
                    .hasMessageContaining("broken or invisible character, U+");
            assertThatThrownBy(() -> correct("one " + broken, "one " + broken + ", two " + broken))
                    .isInstanceOf(CorrectionRejectedException.class);
            assertThat(correct("one " + broken + ".", "two " + broken + "!")).isEqualTo("two " + broken + "!");
        }
        for (String sound : SOUND) {
            assertThat(correct("an answer", "a " + sound + "correction")).isEqualTo("a " + sound + "correction");
        }
    }

    @Example
    void a_window_with_a_broken_character_is_rejected_and_so_is_a_whole_that_others_made() {
        for (CorrectionGuard guard : CorrectionGuards.ofWindows()) {
            assertThat(guard.objection(CorrectionRequest.of("q", "a\uFFFD"), "a\uFFFD"))
                    .isEmpty();
        }
        assertThat(CorrectionGuards.ofWindows()).contains(CorrectionGuards.keepsCharactersWhole());
        Aligner careless = (request, context) -> Correction.of(request.answer(), request.answer() + "\uFFFD");
        assertThatThrownBy(() -> new WindowedAligner(careless, 20, 20).correct(CorrectionRequest.of("q", "One. Two.")))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("U+FFFD");
        Aligner unfencing = (request, context) ->
                Correction.of(request.answer(), request.answer().equals("```") ? "fine" : "```\n");
        assertThatThrownBy(
                        () -> new WindowedAligner(unfencing, 20, 20).correct(CorrectionRequest.of("q", "```\na\n```")))
                .hasMessageContaining("leaves a Markdown code block open");
    }

    @Example
    void what_comes_before_a_broken_character_is_heard_and_nothing_after_it_and_the_model_is_stopped() {
        List<String> heard = new ArrayList<>();
        List<String> written = new ArrayList<>();
        CompletionModel model = request -> {
            for (String piece : List.of("good ", "\uD83D", "\uDE00 b", "ad\uFFFD", " worse")) {
                written.add(piece);
                request.listener().onText(piece);
            }
            return Writing.completion("");
        };
        assertThatThrownBy(() -> aligner(model)
                        .correct(
                                CorrectionRequest.of("q", "an answer"),
                                CorrectionContext.DEFAULT.withListener(heard::add)))
                .isInstanceOf(CorrectionRejectedException.class);
        assertThat(heard).containsExactly("good ", "\uD83D\uDE00 b", "ad");
        assertThat(written).hasSize(4);
    }

    @Example
    void a_model_that_keeps_the_objection_to_itself_does_not_get_through() {
        List<String> heard = new ArrayList<>();
        CompletionModel swallowing = request -> {
            for (String piece : List.of("a", "\u0007", "b")) {
                try {
                    request.listener().onText(piece);
                } catch (RuntimeException e) {
                    // as some clients do
                }
            }
            return Writing.completion("a\u0007b");
        };
        CompletionModel wrapping = request -> {
            try {
                request.listener().onText("a\u0007");
            } catch (RuntimeException e) {
                throw new IllegalStateException("stream failed", e);
            }
            return Writing.completion("a\u0007");
        };
        for (CompletionModel model : List.of(swallowing, wrapping)) {
            assertThatThrownBy(() -> aligner(model)
                            .correct(
                                    CorrectionRequest.of("q", "an answer"),
                                    CorrectionContext.DEFAULT.withListener(heard::add)))
                    .isInstanceOf(CorrectionRejectedException.class)
                    .hasMessageContaining("U+0007");
        }
        assertThat(heard).containsExactly("a", "a");
    }

    @Example
    void guards_of_ones_own_let_them_through() {
        Aligner own = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, Writing.pieces("a", "\u0007"))
                .guards(List.of())
                .build();
        List<String> heard = new ArrayList<>();
        own.correct(CorrectionRequest.of("q", "an answer"), CorrectionContext.DEFAULT.withListener(heard::add));
        assertThat(heard).containsExactly("a", "\u0007");
    }

    @Property(tries = 1000)
    void however_a_text_is_cut_what_is_heard_is_sound_and_the_end_is_the_same(
            @ForAll("texts") String answer, @ForAll("texts") String corrected, @ForAll Random chunking) {
        BrokenCharacters whole = new BrokenCharacters(answer);
        String sound = whole.next(corrected) + whole.finish();
        BrokenCharacters pieces = new BrokenCharacters(answer);
        StringBuilder heard = new StringBuilder();
        for (int start = 0; start < corrected.length(); ) {
            int end = Math.min(corrected.length(), start + 1 + chunking.nextInt(3));
            heard.append(pieces.next(corrected.substring(start, end)));
            start = end;
        }
        heard.append(pieces.finish());
        assertThat(heard).hasToString(sound);
        assertThat(pieces.found()).isEqualTo(whole.found());
        assertThat(sound.equals(corrected)).isEqualTo(whole.found().isEmpty());
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "b ", "\uFFFD", "\uD83D", "\uDE00", "\uD83D\uDE00", "\u0007", "\t", "字")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    /** Returns the correction, which is the same whether anybody hears it or not. */
    private static String correct(String answer, String corrected) {
        StringBuilder heard = new StringBuilder();
        CorrectionRequest request = CorrectionRequest.of("q", answer);
        RuntimeException rejected = null;
        String unheard = "";
        try {
            unheard = aligner(Writing.text(corrected)).correct(request).answer();
        } catch (RuntimeException e) {
            rejected = e;
        }
        try {
            aligner(Writing.pieces(corrected.split("(?<= )")))
                    .correct(request, CorrectionContext.DEFAULT.withListener(heard::append));
            assertThat(rejected).isNull();
        } catch (CorrectionRejectedException e) {
            assertThat(rejected).isNotNull().hasMessage(e.getMessage());
            assertThat(corrected).startsWith(heard).hasSizeGreaterThan(heard.length());
            throw e;
        }
        assertThat(heard).hasToString(unheard);
        return unheard;
    }

    private static Aligner aligner(CompletionModel model) {
        return CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, model).build();
    }
}
