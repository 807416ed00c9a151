// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the health of the Aligners. */
@AutoConfiguration(after = AlignerAutoConfiguration.class)
@ConditionalOnClass(
        name = "org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator")
@ConditionalOnProperty(prefix = "aligner", name = "enabled", havingValue = "true")
public final class AlignerHealthAutoConfiguration {

    AlignerHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnBean(AlignerRegistry.class)
    @ConditionalOnMissingBean(name = "alignerHealthIndicator")
    @ConditionalOnEnabledHealthIndicator("aligner")
    AlignerHealthIndicator alignerHealthIndicator(AlignerRegistry aligners, AlignerChains chains) {
        return new AlignerHealthIndicator(aligners, chains);
    }
}
