// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.observation.AnswerObservationConvention;
import io.github.aligner4j.observation.LayerObservationConvention;
import io.github.aligner4j.observation.ObservationCorrectionListener;
import io.github.aligner4j.observation.ObservationSettings;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the observation of answers and layers, if the application has an observation registry. Beans that are
 * conventions replace the default ones.
 */
@AutoConfiguration(
        before = AlignerAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(name = "io.micrometer.observation.ObservationRegistry")
@ConditionalOnProperty(prefix = "aligner", name = "enabled", havingValue = "true")
public final class AlignerObservationAutoConfiguration {

    AlignerObservationAutoConfiguration() {}

    @Bean
    @ConditionalOnBean(ObservationRegistry.class)
    @ConditionalOnMissingBean
    ObservationCorrectionListener observationCorrectionListener(
            ObservationRegistry registry,
            AlignerProperties properties,
            ObjectProvider<AnswerObservationConvention> answers,
            ObjectProvider<LayerObservationConvention> layers) {
        ObservationProperties observation = properties.observation();
        return new ObservationCorrectionListener(
                registry,
                new ObservationSettings(observation.texts(), observation.guardrailAttributes()),
                answers.getIfAvailable(),
                layers.getIfAvailable());
    }
}
