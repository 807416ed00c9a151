// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AnswerCorrectorTest {

    private static final AnswerPolicy VALUES = AnswerPolicy.DEFAULT.withForm(Form.VALUES);
    private static final AnswerPolicy UNTOUCHED = AnswerPolicy.DEFAULT.withForm(Form.UNTOUCHED);

    private final List<String> asked = new ArrayList<>();
    private final Aligner civil = (request, context) -> {
        asked.add(request.answer());
        return Correction.of(request.answer(), request.answer().replace("idiot", "friend"));
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "You idiot.|You friend.|You idiot.",
                "<think>An idiot.</think>You idiot.|<think>An idiot.</think>You friend.|You idiot.",
                "{\"a b\":\"idiot\",\"idiot\":1}|{\"a b\":\"friend\",\"idiot\":1}|a b,idiot",
                "{\"an idiot\":\"1.5\"}|{\"an friend\":\"1.5\"}|an idiot",
                "Idiot idiot: {\"a\":\"idiot\"} idiot|Idiot friend: {\"a\":\"friend\"} friend|Idiot idiot:,idiot,idiot",
                "<think>idiot</think>{\"a\":\"idiot\"}|<think>idiot</think>{\"a\":\"friend\"}|idiot",
                "[\"idiot\",\"idiot\"]|[\"friend\",\"friend\"]|idiot"
            })
    void if_no_format_was_asked_for_all_words_of_the_answer_are_corrected(
            String answer, String corrected, String readByTheAligner) {
        assertThat(correct(answer, AnswerPolicy.DEFAULT)).isEqualTo(corrected);
        assertThat(String.join(",", asked)).isEqualTo(readByTheAligner);
        assertThat(AnswerCorrector.passes(answer, AnswerPolicy.DEFAULT)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"idiot\":\"You idiot\"}|{\"idiot\":\"You friend\"}|You idiot",
                "42|42|''",
                "You, idiot.|You, friend.|You, idiot."
            })
    void another_answer_of_the_upstream_model_is_corrected_by_the_same_rules(
            String answer, String corrected, String readByTheAligner) {
        Aligner failsFirst = (request, context) -> {
            if (request.answer().equals("first")) {
                throw new AlignerException("no correction");
            }
            return civil.correct(request, context);
        };
        FailurePolicy policy =
                FailurePolicy.retry(failsFirst, 1, FailurePolicy.reprompt("Again.", 1, FailurePolicy.failClosed()));
        AlignerStack stack = AlignerStack.builder("s")
                .layer(Layer.of("kind", failsFirst).withFailurePolicy(policy))
                .build();
        StringBuilder streamed = new StringBuilder();

        Correction correction = new AnswerCorrector(stack)
                .correct(
                        CorrectionRequest.of("q", "first"),
                        CorrectionContext.DEFAULT
                                .withUpstream(message -> answer)
                                .withListener(streamed::append),
                        AnswerPolicy.DEFAULT);

        assertThat(correction.answer()).isEqualTo(corrected).isEqualTo(streamed.toString());
        assertThat(String.join(",", asked)).isEqualTo(readByTheAligner);
    }

    @ParameterizedTest
    @ValueSource(strings = {"You idiot.", "Here, idiot: {\"a\":\"b\"}"})
    void what_the_hearer_throws_reaches_the_caller_as_it_is(String answer) {
        CorrectionRequest request = CorrectionRequest.of("q", answer);
        Aligner swallowing = new Aligner() {
            @Override
            public Correction correct(CorrectionRequest asked, CorrectionContext call) {
                try {
                    call.emit("You ");
                } catch (Throwable e) {
                    call.emit("never heard");
                }
                return correct(asked);
            }
        };
        for (Throwable thrown : List.of(new IllegalStateException("hung up"), new AssertionError("hung up"))) {
            CorrectionContext call = CorrectionContext.DEFAULT.withListener(piece -> {
                assertThat(piece).isNotEqualTo("never heard");
                AnswerCorrectorTest.<RuntimeException>sneak(thrown);
            });
            for (Aligner aligner : List.of(civil, swallowing, AlignerStack.of("x", swallowing))) {
                EagerCorrection ahead =
                        new AnswerCorrector(aligner).begin(AnswerPolicy.DEFAULT, () -> request, Runnable::run);
                assertThatThrownBy(
                                () -> new AnswerCorrector(aligner).correct(request, call, AnswerPolicy.DEFAULT, ahead))
                        .isSameAs(thrown);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void numbers_dates_truth_values_and_blank_answers_pass_in_every_form(Form form) {
        for (String answer :
                List.of("42", " -1.5e3\n", "true", "2026-11-28", "2026-11-28T06:00:00Z", "1\n2\n", "", "\n")) {
            assertThat(correct(answer, AnswerPolicy.DEFAULT.withForm(form))).isEqualTo(answer);
            assertThat(AnswerCorrector.passes(answer, AnswerPolicy.DEFAULT.withForm(form)))
                    .isTrue();
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void a_single_word_is_a_text_like_any_other() {
        assertThat(correct("idiot", AnswerPolicy.DEFAULT)).isEqualTo("friend");
    }

    @Test
    void values_of_a_format_that_was_asked_for_are_corrected_if_they_are_more_than_a_word() {
        assertThat(correct("{\"an idiot\":\"idiot\",\"b\":\"an idiot\"}", VALUES))
                .isEqualTo("{\"an idiot\":\"idiot\",\"b\":\"an friend\"}");
        assertThat(correct("You idiot.", VALUES)).isEqualTo("You friend.");
        assertThat(correct("idiot\n", VALUES)).isEqualTo("idiot\n");
        assertThat(correct("an idiot\nidiot\n", VALUES)).isEqualTo("an friend\nfriend\n");
    }

    @Test
    void values_of_a_format_that_may_have_been_asked_for_are_corrected_likewise_and_words_alone_are_text() {
        AnswerPolicy either = AnswerPolicy.DEFAULT.withForm(Form.TEXT_OR_VALUES);

        assertThat(correct("{\"an idiot\":\"idiot\",\"b\":\"an idiot\"}", either))
                .isEqualTo("{\"an idiot\":\"idiot\",\"b\":\"an friend\"}");
        assertThat(correct("idiot", either)).isEqualTo("friend");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"an idiot\"}", "You idiot.", "<think>idiot</think>idiot", "<think>idiot"})
    void what_was_asked_for_untouched_stays_so(String answer) {
        assertThat(correct(answer, UNTOUCHED)).isEqualTo(answer);
        assertThat(AnswerCorrector.passes(answer, UNTOUCHED)).isTrue();
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<think>You idiot.</think>|<think>You friend.</think>",
                "<think>You idiot.|<think>You friend.",
                "<think>a</think><think>You idiot.</think> |<think>a</think><think>You friend.</think>"
            })
    void a_text_that_is_nothing_but_thinking_is_corrected_inside_its_tags(String answer, String corrected) {
        assertThat(correct(answer, AnswerPolicy.DEFAULT)).isEqualTo(corrected);
        assertThat(correct(answer, AnswerPolicy.DEFAULT.withToolCalls(true))).isEqualTo(answer);
    }

    @Test
    void a_kept_part_is_returned_even_if_the_aligner_prepares_a_text_as_long_as_the_whole_answer() {
        String answer = "<think>An idiot.</think>You idiot.";
        List<String> streamed = new ArrayList<>();
        Aligner padding = (request, context) -> Correction.of("_".repeat(answer.length()), "You friend.");

        Correction correction = new AnswerCorrector(padding)
                .correct(
                        CorrectionRequest.of("q", answer),
                        CorrectionContext.DEFAULT.withListener(streamed::add),
                        AnswerPolicy.DEFAULT);

        assertThat(correction.original()).isEqualTo(answer);
        assertThat(correction.answer())
                .isEqualTo("<think>An idiot.</think>You friend.")
                .isEqualTo(String.join("", streamed));
    }

    @Test
    void words_before_a_tag_that_only_closes_are_thinking_only_if_the_program_says_so() {
        AnswerPolicy opened = new AnswerPolicy(Form.TEXT, true, true, false);

        assertThat(correct("idiot\n</think>\nidiot", AnswerPolicy.DEFAULT)).isEqualTo("friend\n</think>\nfriend");
        assertThat(correct("idiot\n</think>\nidiot", opened)).isEqualTo("idiot\n</think>\nfriend");
        assertThat(correct("an idiot", opened)).isEqualTo("an friend");
        assertThat(correct("an [idiot]</think>", opened)).isEqualTo("an [friend]</think>");
    }

    @Test
    void thinking_is_dropped_on_demand_with_the_space_around_it() {
        for (Form form : Form.values()) {
            AnswerPolicy drop = new AnswerPolicy(form, false, false, false);

            assertThat(correct("<think>idiot</think>\n\n42", drop)).isEqualTo("42");
            assertThat(correct("<think>idiot</think>", drop)).isEmpty();
            assertThat(AnswerCorrector.passes("<think>idiot</think>\n\n42", drop))
                    .isFalse();
        }
    }

    @Test
    void a_text_corrected_in_one_piece_is_corrected_by_who_saw_it_coming() {
        Aligner ahead = (request, context) -> Correction.of(request.answer(), "ahead");
        AnswerCorrector corrector = new AnswerCorrector(civil);
        CorrectionRequest request = CorrectionRequest.of("Hi?", "<think>a</think>You idiot.");

        assertThat(corrector
                        .correct(request, CorrectionContext.DEFAULT, AnswerPolicy.DEFAULT, ahead)
                        .answer())
                .isEqualTo("<think>a</think>ahead");
        assertThat(asked).isEmpty();
    }

    @Test
    void an_aligner_that_returns_another_answer_than_it_let_be_heard_is_an_error() {
        Aligner broken = new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext call) {
                call.emit("secret");
                return Correction.of(request.answer(), "b");
            }
        };

        assertThatThrownBy(() -> heard("a", broken, new ArrayList<>()))
                .isInstanceOf(AlignerException.class)
                .hasMessage("the Aligner emitted 6 characters that do not begin the answer of 1 characters it"
                        + " returned; its correct(request, context) is broken");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                AssertionError.class,
                OutOfMemoryError.class,
                StackOverflowError.class,
                LinkageError.class,
                IllegalStateException.class
            })
    void whatever_an_aligner_throws_is_the_cause_of_an_aligner_exception_without_its_message(
            Class<? extends Throwable> type) throws Exception {
        Throwable thrown = type.getDeclaredConstructor().newInstance();
        Aligner failing = (request, context) -> sneak(thrown);

        for (String answer : List.of("You idiot.", "{\"a\":\"idiot\"}", "Hi: {\"a\":\"idiot\"}")) {
            assertThatThrownBy(() -> heard(answer, failing, new ArrayList<>()))
                    .isInstanceOf(AlignerException.class)
                    .hasMessage("the Aligner gave no correction: " + type.getName())
                    .hasCause(thrown);
        }
    }

    @Test
    void an_aligner_that_returns_null_is_an_error() {
        Aligner empty = new Aligner() {
            @Override
            @SuppressWarnings("NullAway")
            public Correction correct(CorrectionRequest request, CorrectionContext call) {
                return null;
            }
        };

        assertThatThrownBy(() -> heard("a", empty, new ArrayList<>()))
                .isInstanceOf(AlignerException.class)
                .hasMessage("the Aligner returned null; to correct nothing, return the answer as it is");
    }

    @Test
    void a_cancelled_call_asks_about_no_further_value() {
        Cancellation cancellation = Cancellation.create();
        Aligner cancelling = (request, context) -> {
            cancellation.cancel();
            return civil.correct(request);
        };

        assertThatThrownBy(() -> new AnswerCorrector(cancelling)
                        .correct(
                                CorrectionRequest.of("Hi?", "[\"a b\",\"c d\"]"),
                                CorrectionContext.DEFAULT.withCancellation(cancellation),
                                AnswerPolicy.DEFAULT))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(asked).containsExactly("a b");
    }

    @Test
    void an_interrupted_caller_is_asked_for_no_further_value() {
        Aligner interrupting = (request, context) -> {
            Thread.currentThread().interrupt();
            return civil.correct(request);
        };

        assertThatThrownBy(() -> heard("[\"a b\",\"c d\"]", interrupting, new ArrayList<>()))
                .isInstanceOf(CorrectionCancelledException.class)
                .hasMessage("the caller was interrupted while an answer's parts were corrected");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(asked).containsExactly("a b");
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> Correction sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private String correct(String answer, AnswerPolicy policy) {
        List<String> heard = new ArrayList<>();
        Correction correction = new AnswerCorrector(civil)
                .correct(
                        CorrectionRequest.of("Hi?", answer),
                        CorrectionContext.DEFAULT.withListener(heard::add),
                        policy);
        assertThat(correction.original()).isEqualTo(answer);
        assertThat(String.join("", heard)).isEqualTo(correction.answer());
        return correction.answer();
    }

    private static @Nullable String heard(String answer, Aligner aligner, List<String> heard) {
        return new AnswerCorrector(aligner)
                .correct(
                        CorrectionRequest.of("Hi?", answer),
                        CorrectionContext.DEFAULT.withListener(heard::add),
                        AnswerPolicy.DEFAULT)
                .answer();
    }
}
