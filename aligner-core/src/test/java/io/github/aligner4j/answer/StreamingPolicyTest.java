// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.policy.GuardedAligner;
import io.github.aligner4j.windowed.WindowedAligner;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StreamingPolicyTest {

    private static final Aligner WHOLE = Aligner.of(request -> request.answer());
    private static final Aligner WINDOWS = new WindowedAligner(WHOLE, 200, 0);
    private static final String BEGINNING = "streaming sentence by sentence needs ";

    @Test
    void whole_answers_need_no_support() {
        assertThatCode(() -> StreamingPolicy.WHOLE.requireSupported(WHOLE)).doesNotThrowAnyException();
        assertThatCode(() -> StreamingPolicy.WHOLE.requireSupported(with(FailurePolicy.failOpen())))
                .doesNotThrowAnyException();
    }

    @Test
    void an_aligner_must_support_windows() {
        assertThatCode(() -> StreamingPolicy.SENTENCE.requireSupported(WINDOWS)).doesNotThrowAnyException();
        assertThatThrownBy(() -> StreamingPolicy.SENTENCE.requireSupported(WHOLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        BEGINNING + "an Aligner that supports windows, but \\S+ does not; stream the whole answer"
                                + " instead, or use an Aligner that reads one window at a time");
    }

    @Test
    void so_must_every_layer() {
        AlignerStack stack =
                AlignerStack.builder("s").layer("a", WINDOWS).layer("b", WHOLE).build();

        assertThatThrownBy(() -> StreamingPolicy.SENTENCE.requireSupported(stack))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(BEGINNING
                        + "layers that support windows, but layer 'b' of 's' does not; stream the whole answer"
                        + " instead, or leave the layer out");
    }

    @Test
    void a_layer_must_fail_closed_or_refuse() {
        accepted(FailurePolicy.failClosed());
        accepted(FailurePolicy.refuse("No."));
        refused(FailurePolicy.failOpen(), "is to fail open");
        refused(FailurePolicy.reprompt("Again.", 1, FailurePolicy.failClosed()), "is to reprompt");
    }

    @Test
    void a_layer_may_retry_a_window_if_that_supports_windows_and_ends_so() {
        accepted(FailurePolicy.retry(WINDOWS, 2, FailurePolicy.refuse("No.")));
        refused(FailurePolicy.retry(WINDOWS, 2, FailurePolicy.failOpen()), "is to fail open");
        refused(
                FailurePolicy.retry(WHOLE, 2, FailurePolicy.failClosed()),
                "the Aligner by which layer 'l' of 's' retries does not");
    }

    @Test
    void windows_are_supported_unless_only_the_first_are_corrected() {
        assertThat(WINDOWS.supportsWindows()).isTrue();
        assertThat(new WindowedAligner(WHOLE, 200, 0).withMaxWindows(1).supportsWindows())
                .isFalse();
    }

    @Test
    void a_stack_within_a_stack_is_held_to_the_same() {
        Aligner inner = with(FailurePolicy.failOpen());

        assertThatThrownBy(() -> StreamingPolicy.SENTENCE.requireSupported(AlignerStack.of("outer", inner)))
                .hasMessageContaining("the failure policy of layer 'l' of 's' is to fail open");
        assertThatThrownBy(() -> StreamingPolicy.SENTENCE.requireSupported(
                        AlignerStack.of("outer", new GuardedAligner(inner, List.of()))))
                .hasMessageContaining("layer 'outer' of 'outer' does not");
        assertThat(with(FailurePolicy.refuse("No.")).supportsWindows()).isTrue();
    }

    private static void accepted(FailurePolicy policy) {
        assertThatCode(() -> StreamingPolicy.SENTENCE.requireSupported(with(policy)))
                .doesNotThrowAnyException();
    }

    private static void refused(FailurePolicy policy, String reason) {
        assertThatThrownBy(() -> StreamingPolicy.SENTENCE.requireSupported(with(policy)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(BEGINNING)
                .hasMessageContaining(reason)
                .hasMessageContaining("stream the whole answer instead");
    }

    private static AlignerStack with(FailurePolicy policy) {
        return AlignerStack.builder("s")
                .layer(Layer.of("l", WINDOWS).withFailurePolicy(policy))
                .build();
    }
}
