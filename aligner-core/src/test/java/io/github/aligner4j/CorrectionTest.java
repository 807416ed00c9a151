// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.text.Edit;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CorrectionTest {

    private static final LayerTrace TRACE =
            new LayerTrace("kind", LayerTrace.Outcome.CORRECTED, Duration.ZERO, TokenUsage.NONE, "");

    @Test
    void edits_are_computed_once_whoever_asks_and_whatever_copies_there_are() {
        Correction correction = Correction.of("you fool", "you friend");
        Correction copy = correction.withLayers(List.of(TRACE));
        Set<Object> seen = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        IntStream.range(0, 64).parallel().forEach(i -> seen.add((i % 2 == 0 ? correction : copy).edits()));
        assertThat(seen).hasSize(1);
        assertThat(copy.edits()).containsExactly(new Edit(4, 8, 4, 10, "fool", "friend"));
    }

    @Test
    void the_edit_ratio_is_the_share_of_the_text_that_was_edited() {
        assertThat(Correction.of("same", "same").editRatio()).isZero();
        assertThat(Correction.of("", "").editRatio()).isZero();
        assertThat(Correction.of("a damn fool", "a fool").editRatio()).isEqualTo(5.0 / 11);
        assertThat(Correction.of("fool", "a dear friend").editRatio()).isEqualTo(1);
    }

    @Test
    void corrections_are_equal_by_what_they_say() {
        Correction one = Correction.of("a", "b", new TokenUsage(1, 2), Duration.ofSeconds(3));
        Correction same = Correction.of("a", "b", new TokenUsage(1, 2), Duration.ofSeconds(3));
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(one).isNotEqualTo(Correction.of("a", "c", new TokenUsage(1, 2), Duration.ofSeconds(3)));
        assertThat(one).isNotEqualTo(one.withLayers(List.of(TRACE)));
        assertThat(one.withLayers(List.of(TRACE))).isEqualTo(same.withLayers(List.of(TRACE)));
    }

    @Test
    void a_correction_in_a_log_quotes_no_text() {
        assertThat(Correction.of("secret", "other secret").toString())
                .doesNotContain("secret")
                .contains("changed, 6 to 12 characters");
    }

    @Test
    void an_attribute_without_a_value_is_named() {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("language", null);

        assertThatThrownBy(() -> CorrectionRequest.of("q", "a").withAttributes(attributes))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("attribute 'language' is null");
    }
}
