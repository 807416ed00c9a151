// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class EditKindTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FORM        | the plan is late            | The plan is late.",
                "DELETION    | Your damn plan is late.     | Your plan is late.",
                "INSERTION   | Your plan is late.          | Your plan is a little late.",
                "REPLACEMENT | You fool, the plan is late. | My friend, the plan is late.",
                "REWRITE     | Get lost, you fool.         | I can help you with the plan tomorrow.",
            })
    void a_change_has_the_kind_that_its_words_say(EditKind kind, String before, String after) {
        assertThat(EditKind.of(before, after)).isEqualTo(kind);
    }
}
