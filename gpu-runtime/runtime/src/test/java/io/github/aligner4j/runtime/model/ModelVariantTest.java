// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ModelVariantTest {

    private static final ModelVariants VARIANTS = new ModelVariants(
            Map.of("", OptionalDouble.of(0.5), "kind", OptionalDouble.of(2), "terse", OptionalDouble.empty()));

    @Test
    void a_request_that_names_no_strength_gets_the_usual_one() {
        assertThat(VARIANTS.choose(Optional.empty(), OptionalDouble.empty())).isEqualTo(new ModelVariant("", 0.5));
        assertThat(VARIANTS.choose(Optional.of("kind"), OptionalDouble.empty())).isEqualTo(new ModelVariant("kind", 2));
        assertThat(VARIANTS.choose(Optional.of("kind"), OptionalDouble.of(0))).isEqualTo(new ModelVariant("kind", 0));
        assertThat(VARIANTS.choose(Optional.of("terse"), OptionalDouble.empty()))
                .isEqualTo(new ModelVariant("terse", 0));
        assertThat(ModelVariants.BASE_ONLY.choose(Optional.empty(), OptionalDouble.empty()))
                .isEqualTo(ModelVariant.BASE);
    }

    @Test
    void an_unknown_adapter_is_refused_with_the_names_of_the_known() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VARIANTS.choose(Optional.of("king"), OptionalDouble.empty()))
                .withMessage("there is no adapter 'king'; the model was loaded with kind, terse");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelVariants.BASE_ONLY.choose(Optional.of("kind"), OptionalDouble.empty()))
                .withMessageContaining("loaded with none");
    }

    @Test
    void a_strength_without_vectors_is_refused_and_not_ignored() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VARIANTS.choose(Optional.of("terse"), OptionalDouble.of(-1)))
                .withMessageContaining("a strength of -1.0 can't be applied")
                .withMessageContaining("no steering vectors");
        assertThat(VARIANTS.choose(Optional.of("terse"), OptionalDouble.of(-0.0)))
                .isEqualTo(new ModelVariant("terse", 0));
    }

    @Test
    void prompts_are_shared_whatever_the_strength_and_by_no_two_adapters() {
        ModelVariant plain = new ModelVariant("kind", 0);
        ModelVariant strong = new ModelVariant("kind", 1).plainFor(10);
        ModelVariant stronger = new ModelVariant("kind", 2).plainFor(7);
        assertThat(strong.sharedTokens(plain)).isEqualTo(10);
        assertThat(plain.sharedTokens(strong)).isEqualTo(10);
        assertThat(strong.sharedTokens(stronger)).isEqualTo(7);
        assertThat(strong.sharedTokens(strong)).isEqualTo(Integer.MAX_VALUE);
        assertThat(plain.sharedTokens(new ModelVariant("terse", 0))).isZero();
        assertThat(plain.plainFor(10)).isEqualTo(plain);
        assertThat(strong.strengthAt(9)).isZero();
        assertThat(strong.strengthAt(10)).isEqualTo(1);
    }

    @Test
    void an_activated_adapter_shares_what_comes_before_its_invocation() {
        ModelVariant activated = new ModelVariant("kind", 0).baseFor(10);
        ModelVariant other = new ModelVariant("terse", 0).baseFor(7);
        assertThat(activated.sharedTokens(ModelVariant.BASE)).isEqualTo(10);
        assertThat(ModelVariant.BASE.sharedTokens(activated)).isEqualTo(10);
        assertThat(activated.sharedTokens(other)).isEqualTo(7);
        assertThat(activated.sharedTokens(new ModelVariant("kind", 0).baseFor(12)))
                .isEqualTo(10);
        assertThat(activated.sharedTokens(new ModelVariant("plain", 0))).isZero();
        assertThat(activated.sharedTokens(activated)).isEqualTo(Integer.MAX_VALUE);
        assertThat(activated.adapterAt(9)).isEmpty();
        assertThat(activated.adapterAt(10)).isEqualTo("kind");
        assertThat(ModelVariant.BASE.baseFor(3)).isEqualTo(ModelVariant.BASE);
    }

    @Test
    void steering_ends_what_is_shared_where_it_comes_first() {
        ModelVariant steered = new ModelVariant("kind", 2).plainFor(5).baseFor(10);
        assertThat(steered.sharedTokens(ModelVariant.BASE)).isEqualTo(5);
        assertThat(steered.sharedTokens(new ModelVariant("kind", 1).plainFor(8).baseFor(10)))
                .isEqualTo(5);
    }

    @Test
    void an_activated_adapter_starts_at_its_last_invocation_and_without_one_never() {
        ModelVariants variants = new ModelVariants(
                Map.of("", OptionalDouble.empty(), "kind", OptionalDouble.empty()), Map.of("kind", List.of(4, 5)));
        ModelVariant kind = new ModelVariant("kind", 0);
        assertThat(variants.reading(new int[] {1, 4, 5, 2, 4, 5, 3, 4}, kind)).isEqualTo(kind.baseFor(4));
        assertThat(variants.reading(new int[] {4, 5}, kind)).isEqualTo(kind.baseFor(0));
        assertThat(variants.reading(new int[] {5, 4, 3, 4}, kind).adapterAt(1_000_000))
                .isEmpty();
        assertThat(variants.reading(new int[] {5}, kind).sharedTokens(ModelVariant.BASE))
                .isEqualTo(Integer.MAX_VALUE);
        assertThat(variants.reading(new int[] {1, 4, 5}, ModelVariant.BASE)).isEqualTo(ModelVariant.BASE);
    }

    @Test
    void numbers_out_of_range_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelVariant("", Double.NaN))
                .withMessageContaining("finite");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelVariant("", 1).plainFor(-1))
                .withMessage("plainTokens and baseTokens must be at least 0, but were -1 and 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelVariant("kind", 1).baseFor(-2))
                .withMessageContaining("0 and -2");
    }
}
