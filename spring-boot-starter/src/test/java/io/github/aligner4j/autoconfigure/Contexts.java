// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Application contexts with the whole starter, and counting Aligners instead of checkpoints. */
final class Contexts {

    private Contexts() {}

    /** Returns a runner with the whole starter and no property. */
    static ApplicationContextRunner plain() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AlignerAuditAutoConfiguration.class,
                        AlignerAutoConfiguration.class,
                        AlignerEndpointAutoConfiguration.class,
                        AlignerHealthAutoConfiguration.class,
                        AlignerLangChain4jAutoConfiguration.class,
                        AlignerMetricsAutoConfiguration.class,
                        AlignerObservationAutoConfiguration.class,
                        AlignerRecordingAutoConfiguration.class,
                        AlignerShutdownAutoConfiguration.class,
                        AlignerSpringAiAutoConfiguration.class));
    }

    /** Returns a runner with the one property set. */
    static ApplicationContextRunner enabled() {
        return plain().withPropertyValues("aligner.enabled=true").withBean(AlignerFactory.class, CountingFactory::new);
    }

    static CountingFactory factory(AssertableApplicationContext context) {
        return (CountingFactory) context.getBean(AlignerFactory.class);
    }

    /** Returns the analysis of a failed start. */
    static FailureAnalysis analysis(AssertableApplicationContext context) {
        Throwable failure = Objects.requireNonNull(context.getStartupFailure(), "the context started");
        FailureAnalysis setup = new AlignerSetupFailureAnalyzer().analyze(failure);
        return setup != null ? setup : Objects.requireNonNull(new WrappedModelFailureAnalyzer().analyze(failure));
    }

    /** Returns the definition that has these properties and else defaults. */
    static Definition definition(Map<String, ?> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("", Definition.class);
    }
}
