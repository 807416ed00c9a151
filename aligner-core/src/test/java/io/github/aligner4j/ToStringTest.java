// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.text.Edit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A value that reaches a log by accident quotes no text. */
class ToStringTest {

    private static final String TEXT = "something private";

    static List<Object> values() {
        return List.of(
                new Turn(Turn.Role.USER, TEXT),
                Prompt.of(TEXT),
                new Completion(TEXT, FinishReason.STOP, TokenUsage.NONE, CompletionTimings.NONE),
                new Edit(0, 17, 0, 17, TEXT, TEXT),
                CorrectionRequest.of(TEXT, TEXT),
                Correction.of(TEXT, TEXT, TokenUsage.NONE, Duration.ZERO));
    }

    @ParameterizedTest
    @MethodSource("values")
    void values_with_texts_describe_themselves_without_them(Object value) {
        assertThat(value.toString()).doesNotContain("private").contains("[");
    }
}
