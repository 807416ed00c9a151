// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the actuator endpoint {@code aligner}. */
@AutoConfiguration(after = AlignerAutoConfiguration.class)
@ConditionalOnClass(
        name = "org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint")
@ConditionalOnProperty(prefix = "aligner", name = "enabled", havingValue = "true")
public final class AlignerEndpointAutoConfiguration {

    AlignerEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnBean(AlignerRegistry.class)
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint(AlignerEndpoint.class)
    AlignerEndpoint alignerEndpoint(AlignerRegistry aligners, AlignerChains chains) {
        return new AlignerEndpoint(aligners, chains);
    }

    @Bean
    @ConditionalOnBean(AlignerEndpoint.class)
    @ConditionalOnMissingBean
    AlignerWebEndpoint alignerWebEndpoint(AlignerEndpoint endpoint) {
        return new AlignerWebEndpoint(endpoint);
    }
}
