package io.github.aligner4j.runtime.model;

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
    void numbers_out_of_range_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelVariant("", Double.NaN))
                .withMessageContaining("finite");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelVariant("", 1, -1))
                .withMessageContaining("at least 0");
    }
}
