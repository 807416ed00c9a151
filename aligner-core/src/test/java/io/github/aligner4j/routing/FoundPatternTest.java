// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.routing;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionRequest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FoundPatternTest {

    private static boolean found(String regex, String text) {
        return new FoundPattern(Pattern.compile(regex)).test(text);
    }

    @Test
    void a_pattern_is_found_anywhere() {
        assertThat(found("(?i)dose|symptom", "What is the usual DOSE?")).isTrue();
        assertThat(found("(?i)dose|symptom", "What is the usual price?")).isFalse();
        assertThat(found("(?<=the )(\\w)\\1", "the oolong")).isTrue();
        assertThat(found("^$", "")).isTrue();
    }

    @Test
    void a_quadratic_search_of_a_long_line_ends() {
        assertThat(found(".*dose.*", "x".repeat(10_000))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*a*a*a*a*b", "^(a|aa)+\\1b$", "(\\w+\\s?)*\\1#"})
    void a_search_that_explodes_is_given_up_without_quoting_the_text(String regex) {
        assertThatThrownBy(() -> found(regex, "a".repeat(200) + "!"))
                .isInstanceOf(AlignerException.class)
                .hasMessageContaining("in a text of 201 characters was given up")
                .hasMessageContaining(regex)
                .hasMessageNotContaining("aaa");
    }

    @Test
    void a_search_that_exceeds_the_stack_is_a_failure_that_says_so() {
        assertThatThrownBy(() -> found("(a|b)*c", "ab".repeat(500_000)))
                .isInstanceOf(AlignerException.class)
                .hasMessageContaining("exceeds the thread's stack");
    }

    @Test
    void routes_by_patterns_are_given_up_too() {
        AspectRouter router = AspectRouter.builder()
                .route(Route.questionMatches("a", Pattern.compile("a*a*a*a*a*b"), Aligner.of(request -> "x")))
                .build();
        assertThatThrownBy(() -> router.correct(CorrectionRequest.of("a".repeat(200) + "!", "y")))
                .isInstanceOf(AlignerException.class)
                .hasMessageContaining("was given up");
    }
}
