// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.policy;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.GateDecision;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.RequestAttributes;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GatesTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("Why, secret?", "secret answer");
    private static final Detector TOXIC = (request, context) -> Detection.of("toxic", 0.9);
    private static final LayerGate NEVER = Gates.when(request -> false, "never");
    private static final LayerGate UNASKED = request -> {
        throw new AssertionError("asked");
    };

    private static String reason(LayerGate gate, CorrectionRequest request) {
        return gate.reasonToSkip(request).orElse("");
    }

    private static boolean applies(LayerGate gate, CorrectionRequest request) {
        return gate.reasonToSkip(request).isEmpty();
    }

    @Example
    void length_bounds_are_inclusive() {
        assertThat(applies(Gates.minLength(13), REQUEST)).isTrue();
        assertThat(reason(Gates.minLength(14), REQUEST))
                .isEqualTo("the answer has 13 characters, and the layer corrects those of 14 or more");
        assertThat(applies(Gates.maxLength(13), REQUEST)).isTrue();
        assertThat(reason(Gates.maxLength(12), REQUEST))
                .isEqualTo("the answer has 13 characters, and the layer corrects those of 12 or less");
        assertThatThrownBy(() -> Gates.minLength(-1))
                .hasMessage("a gate's minimum length must be at least 0, but was -1");
    }

    @Example
    void patterns_are_found_in_answer_or_question() {
        assertThat(applies(Gates.answerMatches(Pattern.compile("^secret")), REQUEST))
                .isTrue();
        assertThat(reason(Gates.answerMatches(Pattern.compile("Why")), REQUEST))
                .isEqualTo("the layer's pattern is not found in the answer");
        assertThat(applies(Gates.questionMatches(Pattern.compile("Why")), REQUEST))
                .isTrue();
        assertThat(reason(Gates.questionMatches(Pattern.compile("^secret")), REQUEST))
                .isEqualTo("the layer's pattern is not found in the question");
    }

    @Example
    void a_pattern_that_takes_too_long_is_the_layers_failure() {
        CorrectionRequest nasty = REQUEST.withAnswer("a".repeat(5_000));

        assertThatThrownBy(
                        () -> Gates.answerMatches(Pattern.compile("a*a*a*a*b")).reasonToSkip(nasty))
                .isInstanceOf(AlignerException.class)
                .hasMessageContaining("was given up");
    }

    @Example
    void attributes_are_compared_as_strings() {
        CorrectionRequest tenant = REQUEST.withAttributes(Map.of("tenant", 7));

        assertThat(applies(Gates.attribute("tenant", "7"), tenant)).isTrue();
        assertThat(reason(Gates.attribute("tenant", "8"), tenant))
                .isEqualTo("the attribute 'tenant' does not have the layer's value");
        assertThat(applies(Gates.attribute("tenant", "7"), REQUEST)).isFalse();
    }

    @Example
    void tool_turns_are_known_by_their_attribute() {
        CorrectionRequest turn = REQUEST.withAttributes(Map.of(RequestAttributes.TOOL_TURN, true));

        assertThat(applies(Gates.toolTurn(), turn)).isTrue();
        assertThat(reason(Gates.toolTurn(), REQUEST)).isEqualTo("the answer does not stand beside a tool call");
        assertThat(applies(Gates.not(Gates.toolTurn()), turn)).isFalse();
        assertThat(applies(Gates.not(Gates.toolTurn()), REQUEST)).isTrue();
    }

    @Property(tries = 200)
    void a_growing_sample_keeps_everyone(
            @ForAll @DoubleRange(max = 1) double one, @ForAll @DoubleRange(max = 1) double two) {
        LayerGate smaller = Gates.sample("s", Math.min(one, two), List.of(RequestAttributes.USER));
        LayerGate larger = Gates.sample("s", Math.max(one, two), List.of(RequestAttributes.USER));
        List<CorrectionRequest> users = IntStream.range(0, 50)
                .mapToObj(user -> REQUEST.withAttributes(Map.of(RequestAttributes.USER, "user " + user)))
                .toList();

        assertThat(users).allMatch(user -> !applies(smaller, user) || applies(larger, user));
        assertThat(users).allMatch(user -> applies(larger, user) == applies(larger, user.withAnswer("another")));
    }

    @Example
    void a_sample_has_about_its_share_and_names_make_other_samples() {
        List<CorrectionRequest> questions = IntStream.range(0, 4_000)
                .mapToObj(i -> CorrectionRequest.of("question " + i, "a"))
                .toList();
        LayerGate one = Gates.sample("one", 0.25, List.of());
        LayerGate two = Gates.sample("two", 0.25, List.of());

        assertThat(questions.stream().filter(request -> applies(one, request)).count())
                .isBetween(900L, 1100L);
        assertThat(questions.stream()
                        .filter(request -> applies(one, request) && applies(two, request))
                        .count())
                .isBetween(180L, 320L);
        assertThat(reason(Gates.sample("s", 0, List.of()), REQUEST))
                .isEqualTo("the answer does not belong to the share of 0.0 that the layer corrects");
    }

    @Example
    void all_gates_are_asked_until_one_skips_and_their_detections_are_kept() {
        LayerGate toxic = LayerGate.of(TOXIC, "toxic", 0.5);

        assertThat(Gates.allOf()).isSameAs(LayerGate.ALWAYS);
        assertThat(Gates.allOf(LayerGate.ALWAYS, toxic)).isSameAs(toxic);
        assertThat(reason(Gates.allOf(Gates.minLength(1), NEVER, UNASKED), REQUEST))
                .isEqualTo("never");
        GateDecision decision = Gates.allOf(toxic, toxic, NEVER).decide(REQUEST, CorrectionContext.DEFAULT);
        assertThat(decision.reasonToSkip()).contains("never");
        assertThat(decision.detections()).hasSize(2);
    }

    @Example
    void any_gate_is_enough() {
        assertThat(applies(Gates.anyOf(NEVER, Gates.minLength(1), UNASKED), REQUEST))
                .isTrue();
        assertThat(reason(Gates.anyOf(NEVER, Gates.toolTurn()), REQUEST))
                .isEqualTo("never; the answer does not stand beside a tool call");
        assertThat(Gates.anyOf(LayerGate.of(TOXIC, "other", 0.5), LayerGate.of(TOXIC, "toxic", 0.5))
                        .decide(REQUEST, CorrectionContext.DEFAULT)
                        .detections())
                .hasSize(2);
        assertThatThrownBy(() -> Gates.anyOf())
                .hasMessage("a gate by any of several gates needs at least one, but there is none");
    }

    @Example
    void a_cancelled_call_asks_no_further_gate() {
        Cancellation cancellation = Cancellation.create();
        LayerGate cancelling = request -> {
            cancellation.cancel();
            return java.util.Optional.empty();
        };

        assertThatThrownBy(() -> Gates.allOf(cancelling, UNASKED)
                        .decide(REQUEST, CorrectionContext.DEFAULT.withCancellation(cancellation)))
                .isInstanceOf(CorrectionCancelledException.class);
    }

    @Example
    void no_reason_quotes_a_text() {
        for (LayerGate gate : List.of(
                Gates.minLength(99),
                Gates.maxLength(1),
                Gates.answerMatches(Pattern.compile("x")),
                Gates.questionMatches(Pattern.compile("x")),
                Gates.attribute("a", "b"),
                Gates.toolTurn(),
                Gates.language(TOXIC, "de", 0.6),
                Gates.not(Gates.minLength(1)))) {
            assertThat(reason(gate, REQUEST)).isNotEmpty().doesNotContain("secret");
        }
    }
}
