// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.ShadowQueue;
import io.github.aligner4j.observation.AuditLog;
import io.github.aligner4j.observation.MicrometerCorrectionListener;
import io.github.aligner4j.observation.ShadowMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of metrics of chains, layers and models, if the application has a meter registry. */
@AutoConfiguration(
        after = {AlignerAutoConfiguration.class, AlignerAuditAutoConfiguration.class},
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
        })
@ConditionalOnClass(name = "io.micrometer.core.instrument.MeterRegistry")
@ConditionalOnProperty(prefix = "aligner", name = "enabled", havingValue = "true")
public final class AlignerMetricsAutoConfiguration {

    AlignerMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnBean(MeterRegistry.class)
    @ConditionalOnMissingBean
    MicrometerCorrectionListener micrometerCorrectionListener(MeterRegistry registry) {
        return new MicrometerCorrectionListener(registry);
    }

    @Bean
    @ConditionalOnBean(MeterRegistry.class)
    @ConditionalOnMissingBean
    AlignerMeters alignerMeters(AlignerRegistry aligners, AlignerChains chains, ObjectProvider<AuditLog> audit) {
        return new AlignerMeters(aligners, chains, audit.getIfAvailable());
    }

    @Bean
    @ConditionalOnBean(MeterRegistry.class)
    @ConditionalOnMissingBean
    ShadowMetrics alignerShadowMetrics(ObjectProvider<ShadowQueue> queue) {
        return new ShadowMetrics(queue.getIfAvailable(ShadowQueue::shared));
    }
}
