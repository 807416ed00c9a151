// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FinishReasonsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content_filter", "CONTENT_FILTER", "ContentFiltered", "content-filter", "SAFETY", "safety",
                "PROHIBITED_CONTENT", "RECITATION", "BLOCKLIST", "SPII", "IMAGE_SAFETY", "guardrail_intervened",
                "refusal", "ERROR_TOXIC", "sensitive"
            })
    void a_provider_s_word_for_a_filter_is_known_whatever_its_case(String reason) {
        assertThat(FinishReasons.isFiltered(reason)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "stop", "STOP", "length", "MAX_TOKENS", "tool_calls", "end_turn", "OTHER", "safe"})
    void other_reasons_are_no_filter_s(String reason) {
        assertThat(FinishReasons.isFiltered(reason)).isFalse();
    }
}
