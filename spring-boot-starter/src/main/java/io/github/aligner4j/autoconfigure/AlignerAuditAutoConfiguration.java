// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.observation.AuditListener;
import io.github.aligner4j.observation.AuditLog;
import io.github.aligner4j.observation.AuditSink;
import io.github.aligner4j.observation.Rotation;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the audit of each answer: to a file, as application events, and to beans of type {@link AuditSink}. */
@AutoConfiguration(before = AlignerAutoConfiguration.class)
@ConditionalOnProperty(prefix = "aligner", name = "enabled", havingValue = "true")
public final class AlignerAuditAutoConfiguration {

    AlignerAuditAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty("aligner.audit.file")
    AuditLog alignerAuditLog(AlignerProperties properties) {
        AuditProperties audit = properties.audit();
        String file = Objects.requireNonNull(audit.file());
        try {
            return new AuditLog(Path.of(file), rotation(audit));
        } catch (InvalidPathException | UncheckedIOException e) {
            throw new AlignerSetupException(
                    "aligner.audit.file is '" + file + "', which can't be written to.",
                    "Set it to a file in a folder that exists and can be written to, or remove it to write no audit log.",
                    e);
        }
    }

    private static Rotation rotation(AuditProperties audit) {
        return RotationSettings.of("aligner.audit", audit.maxFileSize(), audit.maxFiles(), audit.maxAge());
    }

    @Bean
    @ConditionalOnProperty(prefix = "aligner.audit", name = "events", havingValue = "true")
    AuditSink alignerAuditEvents(ApplicationEventPublisher publisher) {
        return publisher::publishEvent;
    }

    @Bean
    @ConditionalOnBean(AuditSink.class)
    @ConditionalOnMissingBean
    AuditListener alignerAuditListener(AlignerProperties properties, List<AuditSink> sinks) {
        AuditProperties audit = properties.audit();
        AuditListener.Builder builder =
                AuditListener.builder(AuditSink.all(sinks)).texts(audit.texts());
        String key = audit.hashKey();
        DefinitionChecks.notBlank("aligner.audit.hash-key", key, "Set it to a secret, or leave it out.");
        return key == null ? builder.build() : builder.hashKey(key).build();
    }
}
