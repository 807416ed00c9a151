package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import io.github.aligner4j.windowed.WindowedAligner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SentenceStreamTest {

    private final Greek greek = new Greek();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<String> events = new ArrayList<>();
    private final List<String> reported = new ArrayList<>();

    private final SentenceStream.Listener listener = new SentenceStream.Listener() {
        @Override
        public void onText(String corrected) {
            events.add(corrected);
        }

        @Override
        public void onStopped(@Nullable Throwable failure) {
            events.add(failure == null ? "<refused>" : "<" + failure.getMessage() + ">");
        }
    };

    @Test
    void a_sentence_is_released_when_a_word_follows_it() {
        SentenceStream stream = stream(greek);

        append(stream, "You idiot. ");
        assertThat(events).isEmpty();
        append(stream, "W");
        assertThat(events).containsExactly(Greek.of("You idiot."));
        append(stream, "ell");
        Correction correction = stream.complete("You idiot. Well");

        assertThat(events).containsExactly(Greek.of("You idiot."), " ", Greek.of("Well"));
        assertThat(correction.answer()).isEqualTo(Greek.of("You idiot. Well"));
        assertThat(correction.original()).isEqualTo("You idiot. Well");
        assertThat(correction.usage().completionTokens()).isEqualTo(2);
        assertThat(reported).containsExactly("You idiot. Well");
    }

    @Test
    void a_line_is_released_when_it_ends() {
        SentenceStream stream = stream(greek);

        append(stream, "A heading\r\n");

        assertThat(events).containsExactly(Greek.of("A heading"));
    }

    @Test
    void sentences_that_wait_are_corrected_together() {
        SentenceStream stream = stream(greek);

        stream.append("One. Two. Three. ");
        stream.append("Four. Five");
        runTasks();

        assertThat(greek.read()).containsExactly("One. Two. Three. Four.");
    }

    @Test
    void sentences_that_are_corrected_together_have_a_limit() {
        SentenceStream stream = stream(greek);

        append(stream, "All is well. ".repeat(1_000));

        assertThat(greek.read()).hasSizeGreaterThan(12).allMatch(read -> read.length() <= SentenceSplitter.MAX_SEGMENT);
    }

    @Test
    void a_sentence_without_an_end_is_cut_at_white_space() {
        SentenceStream stream = stream(greek);

        append(stream, "word ".repeat(1_000));

        assertThat(greek.read()).hasSizeGreaterThan(3).allMatch(read -> read.matches("word( word)*"));
    }

    @Test
    void a_code_fence_is_corrected_as_a_whole() {
        String fence = "```java\nint a = 1; // One. Two.\n\nint b;\n```";
        SentenceStream stream = stream(greek);

        append(stream, "See here:\n" + fence);
        assertThat(greek.read()).containsExactly("See here:");
        append(stream, "\nDone. ");
        assertThat(greek.read()).containsExactly("See here:", fence);
    }

    @Test
    void json_in_an_answer_is_corrected_string_by_string_when_it_has_ended() {
        SentenceStream stream = stream(greek);

        append(stream, "Here it is: {\"name\": \"You idiot. You fool\", ");
        assertThat(greek.read()).isEmpty();
        append(stream, "\"number\": 3}");
        assertThat(greek.read()).containsExactly("Here it is:", "You idiot. You fool");
        assertThat(String.join("", events))
                .isEqualTo(Greek.of("Here it is: ") + "{\"name\": \"" + Greek.of("You idiot. You fool")
                        + "\", \"number\": 3}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": \"One. Two. \"}\nMore. And more. ",
                "```json\n[\"One. Two. \"]\n```\nMore. And more. ",
                "  [\"One. Two. \"]\nMore. And more. "
            })
    void an_answer_that_begins_with_json_is_held(String answer) {
        SentenceStream stream = stream(greek);

        append(stream, answer);
        assertThat(greek.read()).isEmpty();
        Correction correction = stream.complete(answer);

        assertThat(greek.read()).containsExactly("One. Two. ", "More. And more. ");
        assertThat(correction.answer()).isEqualTo(String.join("", events));
    }

    @Test
    void an_answer_that_only_looks_like_json_is_not_held() {
        SentenceStream stream = stream(greek);

        append(stream, "[Note] One. Two. ");

        assertThat(greek.read()).containsExactly("[Note] One.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", " 42\n2026-11-28\ntrue\n", "", " \n\n "})
    void an_answer_of_numbers_or_nothing_passes(String answer) {
        SentenceStream stream = stream(greek);

        append(stream, answer);
        Correction correction = stream.complete(answer);

        assertThat(correction.answer()).isEqualTo(answer).isEqualTo(String.join("", events));
        assertThat(greek.read()).isEmpty();
        assertThat(reported).isEmpty();
    }

    @Test
    void numbers_before_words_are_corrected_with_them() {
        SentenceStream stream = stream(greek);

        append(stream, "42\n43\nThat is it. No");

        assertThat(greek.read()).containsExactly("42\n43\nThat is it.");
    }

    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"VALUES", "UNTOUCHED"})
    void an_answer_in_a_requested_format_is_held(Form form) {
        SentenceStream stream = stream(greek, AnswerPolicy.DEFAULT.withForm(form));

        append(stream, "One. Two. Three");
        assertThat(events).isEmpty();
        stream.complete("One. Two. Three");

        assertThat(events).containsExactly(form == Form.UNTOUCHED ? "One. Two. Three" : Greek.of("One. Two. Three"));
    }

    @Test
    void thinking_that_is_kept_leaves_with_the_first_sentence() {
        SentenceStream stream = stream(greek);

        append(stream, "<think>One. Two. Three</think>\n");
        assertThat(events).isEmpty();
        append(stream, "Four. Five");

        assertThat(events).containsExactly("<think>One. Two. Three</think>\n", Greek.of("Four."));
    }

    @Test
    void nothing_but_thinking_is_corrected_at_the_end() {
        SentenceStream stream = stream(greek);
        String answer = "<think>One. Two. Three</think>\n";

        append(stream, answer);
        stream.complete(answer);

        assertThat(String.join("", events)).isEqualTo("<think>" + Greek.of("One. Two. Three") + "</think>\n");
    }

    @Test
    void the_policy_that_is_known_at_the_end_decides_on_text_that_was_not_released() {
        SentenceStream stream = stream(greek);

        append(stream, "<think>One. Two</think>");
        Correction correction = stream.complete("<think>One. Two</think>", AnswerPolicy.DEFAULT.withToolCalls(true));

        assertThat(correction.answer()).isEqualTo("<think>One. Two</think>");
    }

    @Test
    void a_deleted_sentence_takes_the_white_space_behind_it_along() {
        Aligner deleting = windowed(text -> text.equals("You idiot!") ? "" : text);
        SentenceStream stream = stream(deleting);

        append(stream, "Hello. ");
        append(stream, "You idiot! ");
        append(stream, "\n\nWell.");

        assertThat(stream.complete("Hello. You idiot! \n\nWell.").answer())
                .isEqualTo("Hello. Well.")
                .isEqualTo(String.join("", events));
    }

    @Test
    void the_first_sentence_can_be_deleted_but_not_the_whole_answer() {
        Aligner deleting = windowed(text -> text.startsWith("You") ? "" : text);

        SentenceStream first = stream(deleting);
        append(first, "You idiot! Well");
        assertThat(first.complete("You idiot! Well").answer()).isEqualTo("Well");

        SentenceStream all = stream(deleting);
        append(all, "You idiot! You fool");
        assertThatThrownBy(() -> all.complete("You idiot! You fool"))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("the whole answer was deleted");

        SentenceStream line = stream(deleting);
        append(line, "You idiot!\n");
        assertThatThrownBy(() -> line.complete("You idiot!\n")).isInstanceOf(CorrectionRejectedException.class);
    }

    @Test
    void a_failure_ends_the_stream_at_once_and_is_thrown_in_the_end() {
        SentenceStream stream = stream(failing("fool"));

        append(stream, "Hello. ");
        append(stream, "You fool. ");
        append(stream, "Well. ");
        append(stream, "More. ");

        assertThat(events).containsExactly(Greek.of("Hello."), "<out of order>");
        assertThatThrownBy(() -> stream.complete("Hello. You fool. Well. More. "))
                .isInstanceOf(AlignerException.class)
                .hasMessage("out of order");
        assertThat(events).hasSize(2);
        assertThat(reported).isEmpty();
    }

    @Test
    void a_failure_in_the_end_is_told_once() {
        SentenceStream stream = stream(failing("fool"));

        append(stream, "Hello. You fool");

        assertThatThrownBy(() -> stream.complete("Hello. You fool")).hasMessage("out of order");
        assertThat(events).containsExactly(Greek.of("Hello."), "<out of order>");
    }

    @Test
    void a_refusal_ends_the_stream_after_its_sentence() {
        Layer layer = Layer.of("l", failing("fool")).withFailurePolicy(FailurePolicy.refuse("I can't."));
        SentenceStream stream = stream(AlignerStack.builder("s").layer(layer).build());

        append(stream, "Hello. ");
        append(stream, "You fool. ");
        append(stream, "Well. More");
        Correction correction = stream.complete("Hello. You fool. Well. More");

        assertThat(events).containsExactly(Greek.of("Hello."), " ", "I can't.", "<refused>");
        assertThat(correction.answer()).isEqualTo(Greek.of("Hello. ") + "I can't.");
        assertThat(correction.layers()).extracting(LayerTrace::outcome).containsExactly(LayerTrace.Outcome.REFUSED);
        assertThat(reported).hasSize(1);
    }

    @Test
    void a_final_text_that_differs_from_what_was_released_is_a_failure() {
        SentenceStream stream = stream(greek);

        append(stream, "One. Two. Three");

        assertThatThrownBy(() -> stream.complete("1. Two. Three"))
                .isInstanceOf(AlignerException.class)
                .hasMessage(
                        "the upstream model's final text of 13 characters does not begin with the 10 characters of its"
                                + " stream that were corrected already; stream whole answers of this model");
        assertThat(String.join("", events)).startsWith(Greek.of("One. Two.")).contains("<the upstream model");
    }

    @Test
    void what_the_listener_throws_ends_the_stream() {
        SentenceStream stream = new AnswerCorrector(greek)
                .sentences(
                        AnswerPolicy.DEFAULT,
                        () -> CorrectionRequest.of("q", ""),
                        CorrectionContext.DEFAULT,
                        tasks::add,
                        new SentenceStream.Listener() {
                            @Override
                            public void onText(String corrected) {
                                throw new IllegalStateException("hung up");
                            }

                            @Override
                            public void onStopped(@Nullable Throwable failure) {
                                events.add("stopped");
                                throw new IllegalStateException("again");
                            }
                        });

        append(stream, "One. Two. Three");

        assertThatThrownBy(() -> stream.complete("One. Two. Three"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("hung up");
        assertThat(events).containsExactly("stopped");
    }

    @Test
    void completing_twice_is_a_mistake_and_closing_twice_is_none() {
        SentenceStream stream = stream(greek);
        stream.complete("One.");
        stream.close();
        stream.close();

        assertThatThrownBy(() -> stream.complete("One."))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the answer was completed before; complete it once");
    }

    @Test
    void an_interrupt_cancels_and_stays_set() {
        SentenceStream stream = stream(greek);
        append(stream, "One. Two. Three");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> stream.complete("One. Two. Three"))
                    .isInstanceOf(CorrectionCancelledException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void the_tokens_of_a_call_are_for_all_sentences_together() {
        SentenceStream stream = stream(greek, CorrectionContext.DEFAULT.withMaxNewTokens(2));

        append(stream, "One.\n");
        append(stream, "Two.\n");
        append(stream, "Three.\n");

        assertThat(events)
                .endsWith("<an answer's parts need more than the 2 tokens that they may have together; raise"
                        + " max-new-tokens, or ask for shorter answers>");
    }

    @Test
    void a_timeout_counts_the_time_of_corrections() {
        Duration timeout = Duration.ofNanos(1);
        Aligner limited = new Greek() {
            @Override
            public CorrectionLimits limits() {
                return CorrectionLimits.NONE.withTimeout(timeout);
            }
        };
        SentenceStream stream = stream(limited);

        append(stream, "One. ");
        append(stream, "Two. Three");

        assertThatThrownBy(() -> stream.complete("One. Two. Three"))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("took the 0 ms that they may take together");
        assertThat(greek.read()).isEmpty();
    }

    private static Aligner windowed(UnaryOperator<String> words) {
        return new WindowedAligner(Aligner.of(request -> words.apply(request.answer())), 200, 100);
    }

    private static Aligner failing(String word) {
        return new Greek() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                if (request.answer().contains(word)) {
                    throw new AlignerException("out of order");
                }
                return super.correct(request, context);
            }
        };
    }

    private SentenceStream stream(Aligner aligner) {
        return stream(aligner, AnswerPolicy.DEFAULT);
    }

    private SentenceStream stream(Aligner aligner, CorrectionContext context) {
        return stream(aligner, AnswerPolicy.DEFAULT, context);
    }

    private SentenceStream stream(Aligner aligner, AnswerPolicy policy) {
        return stream(aligner, policy, CorrectionContext.DEFAULT);
    }

    private SentenceStream stream(Aligner aligner, AnswerPolicy policy, CorrectionContext context) {
        events.clear();
        return new AnswerCorrector(aligner, (request, correction) -> reported.add(request.answer()))
                .sentences(policy, () -> CorrectionRequest.of("q", ""), context, tasks::add, listener);
    }

    private void append(SentenceStream stream, String chunk) {
        stream.append(chunk);
        runTasks();
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }
}
