// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.observation.AuditEvent;
import io.github.aligner4j.observation.AuditListener;
import io.github.aligner4j.observation.AuditLog;
import io.github.aligner4j.observation.AuditSink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationEventMulticaster;

import static org.assertj.core.api.Assertions.assertThat;

class AuditConfigurationTest {

    @TempDir
    private Path folder;

    @Test
    void nothing_is_audited_unless_it_is_asked_for() {
        Contexts.enabled().run(context -> assertThat(context).doesNotHaveBean(AuditListener.class));
    }

    @Test
    void a_file_gets_one_line_for_each_answer_without_its_texts() {
        Path file = folder.resolve("audit.jsonl");
        Contexts.enabled().withPropertyValues("aligner.audit.file=" + file).run(context -> {
            correct(context.getBean(AlignerChains.class));

            assertThat(Files.readAllLines(file))
                    .singleElement()
                    .asString()
                    .contains("\"chain\":\"default\"", "\"outcome\":\"corrected\"", "\"question\":\"sha256:")
                    .doesNotContain("secret");
            assertThat(context.getBean(AuditLog.class).written()).isEqualTo(1);
        });
    }

    @Test
    void the_file_is_rotated_and_its_hashes_have_a_key() {
        Path file = folder.resolve("audit.jsonl");
        Contexts.enabled()
                .withPropertyValues(
                        "aligner.audit.file=" + file,
                        "aligner.audit.max-file-size=100B",
                        "aligner.audit.max-files=2",
                        "aligner.audit.max-age=90d",
                        "aligner.audit.hash-key=pepper",
                        "aligner.audit.texts=true")
                .run(context -> {
                    for (int i = 0; i < 3; i++) {
                        correct(context.getBean(AlignerChains.class));
                    }

                    assertThat(folder.toFile().list()).hasSize(2);
                    assertThat(Files.readString(file))
                            .contains("hmac-sha256:", "\"answer\":\"secret\"")
                            .doesNotContain("pepper");
                });
    }

    @Test
    void events_reach_beans_and_listeners_of_the_application() {
        List<AuditEvent> sunk = new ArrayList<>();
        List<AuditEvent> published = new ArrayList<>();
        Contexts.enabled()
                .withBean(AuditSink.class, () -> sunk::add)
                .withPropertyValues("aligner.audit.events=true")
                .run(context -> {
                    ApplicationListener<PayloadApplicationEvent<AuditEvent>> listener =
                            ApplicationListener.forPayload(published::add);
                    context.getBean(ApplicationEventMulticaster.class).addApplicationListener(listener);
                    correct(context.getBean(AlignerChains.class));

                    assertThat(sunk).hasSize(1).isEqualTo(published);
                    assertThat(sunk.get(0).layers())
                            .singleElement()
                            .satisfies(layer -> assertThat(layer.name()).isEqualTo("civility"));
                });
    }

    @Test
    void a_file_that_can_not_be_written_or_a_wrong_limit_stops_the_application() {
        Contexts.enabled()
                .withPropertyValues("aligner.audit.file=" + folder.resolve("missing/audit.jsonl"))
                .run(context -> assertThat(Contexts.analysis(context).getDescription())
                        .startsWith("aligner.audit.file is '")
                        .endsWith("which can't be written to."));
        String file = "aligner.audit.file=" + folder.resolve("audit.jsonl");
        Contexts.enabled()
                .withPropertyValues(file, "aligner.audit.max-files=0")
                .run(context -> assertThat(Contexts.analysis(context).getDescription())
                        .contains("aligner.audit.max-files is 0, but must be at least 1."));
        Contexts.enabled()
                .withPropertyValues(file, "aligner.audit.max-file-size=0B")
                .run(context -> assertThat(Contexts.analysis(context).getDescription())
                        .contains("aligner.audit.max-file-size is 0B, but must be above 0."));
        Contexts.enabled()
                .withPropertyValues(file, "aligner.audit.max-age=0s")
                .run(context -> assertThat(Contexts.analysis(context).getDescription())
                        .contains("aligner.audit.max-age is PT0S, but must be positive."));
        Contexts.enabled()
                .withPropertyValues(file, "aligner.audit.hash-key= ")
                .run(context -> assertThat(Contexts.analysis(context).getDescription())
                        .contains("aligner.audit.hash-key is blank."));
    }

    private static void correct(AlignerChains chains) {
        chains.get("default").correct(CorrectionRequest.of("why", "secret"));
    }
}
