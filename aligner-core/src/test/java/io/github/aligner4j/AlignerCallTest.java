// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AlignerCallTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("Why?", "Because.");

    private final List<String> chunks = new ArrayList<>();
    private final CorrectionContext context = CorrectionContext.DEFAULT.withListener(chunks::add);

    @Test
    void an_answer_that_was_not_emitted_is_delivered_in_one_chunk() {
        AlignerCall.correct(emitting("Because!"), REQUEST, context);

        assertThat(chunks).containsExactly("Because!");
    }

    @Test
    void of_an_answer_that_was_emitted_in_part_the_rest_is_delivered() {
        AlignerCall.correct(emitting("Because!", "Be", "cau"), REQUEST, context);

        assertThat(chunks).containsExactly("Be", "cau", "se!");
    }

    @Test
    void an_answer_that_was_emitted_is_not_delivered_again() {
        AlignerCall.correct(emitting("Because!", "Because!"), REQUEST, context);

        assertThat(chunks).containsExactly("Because!");
    }

    @Test
    void an_answer_other_than_the_emitted_text_is_an_error() {
        assertThatThrownBy(() -> AlignerCall.correct(emitting("Because!", "secret"), REQUEST, context))
                .isExactlyInstanceOf(AlignerException.class)
                .hasMessage("the Aligner emitted 6 characters that do not begin the answer of 8 characters it returned;"
                        + " its correct(request, context) is broken");
    }

    @Test
    void the_original_is_the_answer_of_the_request_even_if_the_aligner_prepared_the_text_first() {
        Aligner shouting = (request, given) -> Correction.of("BECAUSE.", "BECAUSE.");

        Correction correction = AlignerCall.correct(shouting, REQUEST, context);

        assertThat(correction).isEqualTo(Correction.of("Because.", "BECAUSE."));
        assertThat(AlignerStack.of("shouting", shouting)
                        .correct(REQUEST)
                        .layers()
                        .get(0)
                        .outcome())
                .isEqualTo(LayerTrace.Outcome.CORRECTED);
    }

    @Test
    void chunks_emitted_after_the_call_are_dropped() {
        List<CorrectionContext> kept = new ArrayList<>();
        Aligner keeping = (request, given) -> {
            kept.add(given);
            return Correction.of(request.answer(), "Because!");
        };

        AlignerCall.correct(keeping, REQUEST, context);
        kept.get(0).emit("late");

        assertThat(chunks).containsExactly("Because!");
    }

    @Test
    void an_exception_of_the_listener_is_thrown_as_it_is() {
        IllegalStateException failure = new IllegalStateException("the listener failed");
        Aligner swallowing = (request, given) -> {
            try {
                given.emit("Because!");
            } catch (RuntimeException e) {
                throw new AlignerException("swallowed");
            }
            return Correction.of(request.answer(), "Because!");
        };
        Consumer<String> failing = chunk -> {
            throw failure;
        };

        for (Aligner aligner : List.of(swallowing, emitting("Because!"))) {
            assertThatThrownBy(() ->
                            AlignerCall.correct(aligner, REQUEST, CorrectionContext.DEFAULT.withListener(failing)))
                    .isSameAs(failure);
        }
    }

    @Test
    void an_aligner_that_takes_no_notice_of_a_cancellation_is_cancelled_all_the_same() {
        Cancellation cancellation = Cancellation.create();
        Aligner cancelling = (request, given) -> {
            cancellation.cancel();
            return Correction.of(request.answer(), "Because!");
        };

        assertThatThrownBy(() -> AlignerCall.correct(cancelling, REQUEST, context.withCancellation(cancellation)))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(chunks).isEmpty();
    }

    @Test
    void a_function_is_an_aligner_that_emits_its_answer() {
        Correction correction = Aligner.of(request -> request.answer() + "!").correct(REQUEST, context);

        assertThat(correction.answer()).isEqualTo("Because.!");
        assertThat(chunks).containsExactly("Because.!");
    }

    @Test
    void a_function_is_not_called_if_the_call_is_cancelled() {
        Cancellation cancellation = Cancellation.create();
        cancellation.cancel();
        Aligner aligner = Aligner.of(request -> {
            throw new AssertionError("called");
        });

        assertThatThrownBy(() -> aligner.correct(REQUEST, context.withCancellation(cancellation)))
                .isInstanceOf(CorrectionCancelledException.class);
    }

    private static Aligner emitting(String answer, String... chunks) {
        return (request, given) -> {
            for (String chunk : chunks) {
                given.emit(chunk);
            }
            return Correction.of(request.answer(), answer);
        };
    }
}
