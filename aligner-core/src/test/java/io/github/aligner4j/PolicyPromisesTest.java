// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What policies promise, and what they refuse. */
class PolicyPromisesTest {

    private static final Aligner KIND = Aligner.of(request -> request.answer().replace("fool", "friend"));
    private static final FailurePolicy CLOSED = FailurePolicy.failClosed();

    @Test
    void the_aligners_of_policies_count_for_what_a_stack_promises() {
        Aligner sampling = new Promising(false, false, Duration.ofSeconds(5));
        Aligner greedy = new Promising(true, true, Duration.ofSeconds(2));
        Layer layer = Layer.of("kind", greedy);
        AlignerStack alone = stack(layer);
        assertThat(alone.deterministic()).isTrue();
        assertThat(alone.supportsWindows()).isTrue();
        AlignerStack retrying = stack(layer.withFailurePolicy(
                FailurePolicy.retry(greedy, 1, FailurePolicy.retry(sampling, 3, FailurePolicy.refuse("No.")))));
        assertThat(retrying.deterministic()).isFalse();
        assertThat(retrying.supportsWindows()).isFalse();
        assertThat(retrying.limits().timeout()).contains(Duration.ofSeconds(2 + 2 + 15));
        assertThat(stack(layer.withFailurePolicy(FailurePolicy.retry(KIND, 1, CLOSED)))
                        .limits()
                        .timeout())
                .isEmpty();
        assertThat(stack(layer.withFailurePolicy(FailurePolicy.reprompt("Again.", 1, CLOSED)))
                        .limits()
                        .timeout())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void a_policy_without_an_attempt_is_refused(int maximum) {
        assertThatThrownBy(() -> FailurePolicy.retry(KIND, maximum, CLOSED))
                .hasMessageContaining("maximum number of retries must be at least 1, but was " + maximum);
        assertThatThrownBy(() -> FailurePolicy.reprompt("Again.", maximum, CLOSED))
                .hasMessageContaining("maximum number of reprompts must be at least 1, but was " + maximum);
        assertThatThrownBy(() -> FailurePolicy.reprompt(" ", 1, CLOSED)).hasMessageContaining("it is blank");
    }

    @Test
    void more_policies_one_after_another_than_anyone_can_follow_are_refused() {
        FailurePolicy policy = CLOSED;
        for (int i = 1; i < FailurePolicy.MAX_POLICIES; i++) {
            policy = i % 2 == 0 ? FailurePolicy.retry(KIND, 1, policy) : FailurePolicy.reprompt("Again.", 1, policy);
        }
        FailurePolicy longest = policy;
        assertThatThrownBy(() -> FailurePolicy.retry(KIND, 1, longest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 8 failure policies may decide one after another");
        assertThatThrownBy(() -> FailurePolicy.reprompt("Again.", 1, longest))
                .hasMessageContaining("at most 8 failure policies");
    }

    private static AlignerStack stack(Layer layer) {
        return AlignerStack.builder("stack").layer(layer).build();
    }

    private record Promising(boolean deterministic, boolean supportsWindows, Duration timeout) implements Aligner {

        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            return Correction.of(request.answer(), request.answer());
        }

        @Override
        public CorrectionLimits limits() {
            return CorrectionLimits.NONE.withTimeout(timeout);
        }
    }
}
