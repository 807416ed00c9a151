// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The metadata that editors show. */
class ConfigurationMetadataTest {

    private final JsonNode metadata =
            JsonMapper.shared().readTree(read("/META-INF/spring-configuration-metadata.json"));

    @Test
    void every_property_is_described() {
        List<JsonNode> properties = metadata.get("properties").valueStream().toList();

        assertThat(properties)
                .extracting(property -> property.get("name").stringValue())
                .containsExactlyInAnyOrder(
                        "aligner.enabled",
                        "aligner.aligners",
                        "aligner.chains",
                        "aligner.exclude",
                        "aligner.audit.events",
                        "aligner.audit.file",
                        "aligner.audit.hash-key",
                        "aligner.audit.max-age",
                        "aligner.audit.max-file-size",
                        "aligner.audit.max-files",
                        "aligner.audit.texts",
                        "aligner.hub.cache",
                        "aligner.hub.endpoint",
                        "aligner.hub.offline",
                        "aligner.hub.token",
                        "aligner.observation.guardrail-attributes",
                        "aligner.observation.texts",
                        "aligner.recording.file",
                        "aligner.recording.id-key",
                        "aligner.recording.max-age",
                        "aligner.recording.max-file-size",
                        "aligner.recording.max-files",
                        "aligner.shadow.max-queued",
                        "aligner.shadow.threads",
                        "aligner.warm-up",
                        "management.endpoint.aligner.access",
                        "management.endpoint.aligner.cache.time-to-live");
        assertThat(properties)
                .allSatisfy(property ->
                        assertThat(property.get("description").stringValue()).endsWith("."));
    }

    @Test
    void names_with_a_meaning_are_hinted() {
        assertThat(metadata.get("hints").valueStream())
                .extracting(hint -> hint.get("name").stringValue())
                .contains("aligner.aligners.keys", "aligner.chains.keys", "aligner.exclude");
    }

    private static String read(String resource) {
        try (InputStream in = ConfigurationMetadataTest.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
