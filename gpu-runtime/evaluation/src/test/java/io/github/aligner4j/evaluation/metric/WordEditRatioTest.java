// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.metric;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class WordEditRatioTest {

    @ParameterizedTest
    @CsvSource({"a b c d, a b c d, 0", "a b c d, a x c d, 0.25", "a b c d, a c d e f, 0.75", "a, b c d, 3", "a b, '', 1"
    })
    void the_edit_ratio_counts_words(String from, String to, double ratio) {
        assertThat(WordEditRatio.between(from, to)).isEqualTo(ratio);
    }
}
