// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KnownModelsTest {

    @Test
    void each_model_has_a_name_of_its_own_and_a_source_of_its_facts() {
        assertThat(KnownModels.all())
                .hasSizeGreaterThan(15)
                .allSatisfy(model -> {
                    assertThat(model.facts())
                            .isNotEmpty()
                            .allMatch(fact -> fact.getScheme().equals("https"));
                    assertThat(model.description()).isNotBlank();
                })
                .extracting(KnownModel::name)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_model_that_may_or_may_not_be_used_commercially_names_its_licence_and_where_it_is_stated() {
        assertThat(KnownModels.all())
                .filteredOn(model -> model.licence().commercialUse() != KnownModel.CommercialUse.UNKNOWN)
                .isNotEmpty()
                .allMatch(model ->
                        model.licence().name() != null && model.licence().link() != null);
    }

    @Test
    void an_adapter_names_its_base_and_a_checkpoint_its_template() {
        assertThat(KnownModels.all()).allSatisfy(model -> {
            switch (model.kind()) {
                case LORA, ALORA -> assertThat(model.base()).isNotNull();
                case CHECKPOINT -> assertThat(model.template()).isNotNull();
                case BASE -> assertThat(model.source()).isNotNull();
            }
        });
        assertThat(KnownModels.all().stream()
                        .filter(model -> model.kind() == KnownModel.Kind.LORA)
                        .map(model -> KnownModels.find("hf://" + model.base()).isPresent())
                        .collect(Collectors.toSet()))
                .containsExactly(true);
    }

    @Test
    void a_model_is_found_by_its_name_and_by_its_source() {
        assertThat(KnownModels.find("aligner-7b-v1.0"))
                .isEqualTo(KnownModels.find("hf://aligner/aligner-7b-v1.0"))
                .hasValueSatisfying(
                        model -> assertThat(model.size().memoryBytes()).hasValue(14_000_000_000L));
        assertThat(KnownModels.find("aligner-70b")).isEmpty();
        assertThat(KnownModels.find("null")).isEmpty();
    }
}
