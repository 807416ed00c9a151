// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerTrace;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Streams that end before their answer does. */
class SentenceStreamFailureTest extends SentenceStreamCase {

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
    void so_does_the_refusal_of_a_stack_within_a_stack() {
        Layer refusing = Layer.of("l", failing("fool")).withFailurePolicy(FailurePolicy.refuse("I can't."));
        AlignerStack inner = AlignerStack.builder("inner").layer(refusing).build();
        SentenceStream stream = stream(AlignerStack.of("outer", AlignerStack.of("middle", inner)));

        append(stream, "Hello. ");
        append(stream, "You fool. ");
        append(stream, "Well. More");
        Correction correction = stream.complete("Hello. You fool. Well. More");

        assertThat(events).containsExactly(Greek.of("Hello."), " ", "I can't.", "<refused>");
        assertThat(correction.answer()).isEqualTo(Greek.of("Hello. ") + "I can't.");
    }

    @Test
    void a_refusal_within_json_ends_the_stream_after_the_json() {
        Layer layer = Layer.of("l", failing("fool")).withFailurePolicy(FailurePolicy.refuse("I can't."));
        SentenceStream stream = stream(AlignerStack.builder("s").layer(layer).build());
        String answer = "Hello. {\"a\": \"You fool\"}\nWell. More";

        append(stream, answer);
        Correction correction = stream.complete(answer);

        assertThat(events).last().isEqualTo("<refused>");
        assertThat(correction.answer()).isEqualTo(Greek.of("Hello.") + " {\"a\": \"I can't.\"}");
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
}
