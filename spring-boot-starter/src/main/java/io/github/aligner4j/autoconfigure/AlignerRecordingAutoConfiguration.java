// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.observation.CorrectionRecorder;
import io.github.aligner4j.observation.TextRedactor;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the recording of corrections, whose texts beans of type {@link TextRedactor} redact, in their order. */
@AutoConfiguration(before = AlignerAutoConfiguration.class)
@ConditionalOnProperty(prefix = "aligner", name = "enabled", havingValue = "true")
public final class AlignerRecordingAutoConfiguration {

    private static final String GROUP = "aligner.recording";

    AlignerRecordingAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty("aligner.recording.file")
    CorrectionRecorder correctionRecorder(AlignerProperties properties, ObjectProvider<TextRedactor> redactors) {
        RecordingProperties recording = Objects.requireNonNull(properties.recording());
        try {
            return recorder(
                    recording,
                    redactors.orderedStream().reduce(TextRedactor::andThen).orElse(TextRedactor.NONE));
        } catch (InvalidPathException | UncheckedIOException e) {
            throw new AlignerSetupException(
                    GROUP + ".file is '" + recording.file() + "', which can't be written to.",
                    "Set it to a file in a folder that exists and can be written to, or remove it to record nothing.",
                    e);
        }
    }

    private static CorrectionRecorder recorder(RecordingProperties recording, TextRedactor redactor) {
        CorrectionRecorder.Builder builder = CorrectionRecorder.builder(Path.of(recording.file()))
                .redactor(redactor)
                .rotation(
                        RotationSettings.of(GROUP, recording.maxFileSize(), recording.maxFiles(), recording.maxAge()));
        String key = recording.idKey();
        DefinitionChecks.notBlank(GROUP + ".id-key", key, "Set it to a secret, or leave it out.");
        return key == null ? builder.build() : builder.idKey(key).build();
    }
}
