// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.DeviceException;
import io.github.aligner4j.completion.ModelOverloadedException;
import io.github.aligner4j.completion.PromptTooLongException;
import io.github.aligner4j.completion.UnsafePromptException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RetryableTest {

    static Stream<AlignerException> retryable() {
        return Stream.of(
                new ModelOverloadedException(8),
                new DeadlineExceededException("late"),
                new DeviceException("no memory is left", new IllegalStateException()));
    }

    static Stream<AlignerException> permanent() {
        return Stream.of(
                new AlignerException("broken"),
                new CompletionModelException("broken"),
                new CorrectionCancelledException("cancelled"),
                new CorrectionRejectedException("it is empty"),
                new PromptTooLongException(9, 1, 9),
                new UnsafePromptException("a special token"));
    }

    @ParameterizedTest
    @MethodSource("retryable")
    void what_may_pass_is_retryable(AlignerException failure) {
        assertThat(failure.retryable()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("permanent")
    void what_stays_is_not(AlignerException failure) {
        assertThat(failure.retryable()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("retryable")
    void a_failed_layer_is_as_retryable_as_its_failure(AlignerException failure) {
        assertThat(layerFailure(failure).retryable()).isTrue();
        assertThat(layerFailure(new AlignerException("broken")).retryable()).isFalse();
        assertThat(layerFailure(new IllegalStateException("broken")).retryable())
                .isFalse();
    }

    private static LayerFailedException layerFailure(RuntimeException failure) {
        AlignerStack stack = AlignerStack.of("only", Aligner.of(request -> {
            throw failure;
        }));
        return catchThrowableOfType(
                LayerFailedException.class, () -> stack.correct(CorrectionRequest.of("Why?", "Because.")));
    }
}
