// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.StackSpec.LayerSpec;
import io.github.aligner4j.StackSpec.StepSpec;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

/** Stacks of any modes, gates, policies and failures do what {@link StackModel}, which only knows the rules, says. */
class StackModelTest {

    @Property(tries = 1500)
    void a_stack_does_what_the_rules_say(@ForAll("stacks") StackSpec spec) throws Exception {
        StackModel expected = new StackModel(spec);
        expected.run();
        StackTrial actual = new StackTrial(spec);
        actual.run(expected.shadows.size());
        assertThat(actual.calls).isEqualTo(expected.calls);
        assertThat(actual.answer).isEqualTo(expected.answer);
        assertThat(actual.traces).isEqualTo(expected.traces);
        assertThat(actual.shadows).isEqualTo(expected.shadows);
        assertThat(actual.scopes).isEqualTo(expected.scopes);
    }

    @Property(tries = 1500)
    void what_is_delivered_is_the_answer_or_the_beginning_of_a_correction(@ForAll("stacks") StackSpec spec)
            throws Exception {
        StackTrial actual = new StackTrial(spec);
        actual.run(0);
        String delivered = String.join("", actual.delivered);
        if (actual.answer != null) {
            assertThat(delivered).isEqualTo(actual.answer);
        } else {
            assertThat(delivered).matches("|cooked .*");
        }
    }

    @Property(tries = 1500)
    void a_stack_that_fails_closed_lets_no_uncorrected_text_out(@ForAll("closed") StackSpec spec) throws Exception {
        StackTrial actual = new StackTrial(spec);
        actual.run(0);
        assertThat(String.join("", actual.delivered)).doesNotContain("raw");
        String answer = actual.answer;
        if (answer != null) {
            List<String> layers = spec.layers().stream()
                    .filter(layer -> layer.mode() == LayerMode.ENFORCE)
                    .map(layer -> layer.aligner().name())
                    .toList();
            List<String> passed = Stream.of(answer.split(" ", -1))
                    .skip(2)
                    .map(tag -> tag.substring(0, 2))
                    .toList();
            assertThat(passed).isEqualTo(layers);
        }
    }

    @Provide
    Arbitrary<StackSpec> stacks() {
        Arbitrary<LayerMode> modes =
                Arbitraries.of(LayerMode.ENFORCE, LayerMode.ENFORCE, LayerMode.SHADOW, LayerMode.OFF);
        Arbitrary<String> gates = Arbitraries.of("apply", "apply", "apply", "skip", "throw");
        Arbitrary<String> last = Arbitraries.of("closed", "open", "refuse");
        return specs(modes, gates, last);
    }

    @Provide
    Arbitrary<StackSpec> closed() {
        Arbitrary<LayerMode> modes =
                Arbitraries.of(LayerMode.ENFORCE, LayerMode.ENFORCE, LayerMode.SHADOW, LayerMode.OFF);
        return specs(modes, Arbitraries.of("apply", "apply", "throw"), Arbitraries.just("closed"))
                .filter(spec -> spec.layers().stream().anyMatch(layer -> layer.mode() == LayerMode.ENFORCE));
    }

    private static Arbitrary<StackSpec> specs(
            Arbitrary<LayerMode> modes, Arbitrary<String> gates, Arbitrary<String> last) {
        Arbitrary<List<Boolean>> failures =
                Arbitraries.of(true, false).list().ofMinSize(1).ofMaxSize(4);
        Arbitrary<StepSpec> steps = Combinators.combine(
                        Arbitraries.of("retry", "reprompt"),
                        Arbitraries.integers().between(1, 2),
                        failures)
                .as(StepSpec::of);
        Arbitrary<LayerSpec> layers = Combinators.combine(
                        modes, gates, failures, steps.list().ofMaxSize(3), last)
                .as(LayerSpec::of);
        Arbitrary<List<Boolean>> upstream =
                Arbitraries.of(true, true, false).list().ofMaxSize(5);
        return Combinators.combine(layers.list().ofMaxSize(4), upstream).as(StackSpec::of);
    }
}
