// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.ShadowQueue;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Auto-configuration of the chains that the properties define, whose Aligners are loaded when the application starts. Unknown
 * properties stop the application whether or not it is enabled.
 */
@AutoConfiguration
public final class AlignerAutoConfiguration {

    AlignerAutoConfiguration() {}

    @Bean
    static PropertiesCheck alignerPropertiesCheck(ConfigurableEnvironment environment) {
        return new PropertiesCheck(environment);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(prefix = "aligner", name = "enabled", havingValue = "true")
    @EnableConfigurationProperties(AlignerProperties.class)
    static class EnabledConfiguration {

        @Bean
        @ConditionalOnMissingBean
        AlignerFactory alignerFactory(AlignerProperties properties, ListableBeanFactory beans) {
            return new DefaultAlignerFactory(properties.hub(), beans);
        }

        @Bean
        @ConditionalOnMissingBean
        AlignerRegistry alignerRegistry(
                AlignerProperties properties, ObjectProvider<AlignerFactory> factory, ListableBeanFactory beans) {
            return new AlignerRegistry(properties, factory, beans);
        }

        @Bean
        @ConditionalOnMissingBean
        ShadowQueue alignerShadowQueue(AlignerProperties properties) {
            ShadowProperties shadow = properties.shadow();
            DefinitionChecks.positive("aligner.shadow.threads", shadow.threads());
            DefinitionChecks.positive("aligner.shadow.max-queued", shadow.maxQueued());
            return ShadowQueue.builder()
                    .threads(shadow.threads())
                    .maxQueued(shadow.maxQueued())
                    .build();
        }

        @Bean
        @ConditionalOnMissingBean
        AlignerChains alignerChains(
                AlignerProperties properties,
                AlignerRegistry aligners,
                ConfigurableListableBeanFactory beans,
                ObjectProvider<CorrectionListener> listeners,
                ShadowQueue shadowQueue) {
            return new ChainAssembly(aligners, beans, listeners.orderedStream().toList(), shadowQueue)
                    .assemble(ChainPlan.of(properties, beans));
        }

        @Bean
        @ConditionalOnMissingBean
        ChainBindings chainBindings(
                AlignerProperties properties,
                ObjectProvider<AlignerChains> chains,
                ConfigurableListableBeanFactory beans) {
            return new ChainBindings(
                    properties.exclude(), ChainPlan.of(properties, beans), chains, new AlignableBeans(beans));
        }

        @Bean
        @ConditionalOnMissingBean
        AlignmentReport alignmentReport(ChainBindings bindings, AlignerChains chains, AlignerRegistry aligners) {
            return new AlignmentReport(bindings, chains, aligners);
        }

        @Bean
        @ConditionalOnProperty(prefix = "aligner", name = "warm-up", havingValue = "true", matchIfMissing = true)
        WarmUp alignerWarmUp(AlignerRegistry aligners, AlignerChains chains) {
            return new WarmUp(aligners);
        }

        /** Creates the chains when a lazy application starts, so that invalid properties stop it then. */
        @Bean
        static LazyInitializationExcludeFilter alignmentReportIsNotLazy() {
            return LazyInitializationExcludeFilter.forBeanTypes(AlignmentReport.class, WarmUp.class);
        }
    }
}
