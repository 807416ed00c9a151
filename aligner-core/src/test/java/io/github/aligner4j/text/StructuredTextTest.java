// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StructuredTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", " [1, {\"a\": null}] \n", "{\"a\": \"b\"}", "```json\n{\"a\": 1}\n```", "```\n[1]\n```\n"})
    void a_whole_object_or_array_is_json_with_or_without_a_fence(String text) {
        assertThat(StructuredText.isJson(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12",
                "\"quoted\"",
                "true",
                "{",
                "[1, 2",
                "{\"a\": 1} and more",
                "[see below]",
                "{a: 1}",
                "Here: {\"a\": 1}"
            })
    void prose_scalars_and_broken_json_are_not(String text) {
        assertThat(StructuredText.isJson(text)).isFalse();
    }
}
