// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.chattemplate.ChatMessage;
import io.github.aligner4j.chattemplate.ChatTemplate;
import io.github.aligner4j.chattemplate.ChatTemplateInput;
import io.github.aligner4j.completion.EngineStatistics;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.evaluation.judge.Aspects;
import io.github.aligner4j.evaluation.judge.PairJudge;
import io.github.aligner4j.evaluation.judge.PromptedPairJudge;
import io.github.aligner4j.evaluation.judging.JudgedPair;
import io.github.aligner4j.evaluation.judging.Judging;
import io.github.aligner4j.evaluation.judging.JudgingResult;
import io.github.aligner4j.evaluation.judging.PricedJudge;
import io.github.aligner4j.observation.AuditListener;
import io.github.aligner4j.observation.AuditLog;
import io.github.aligner4j.observation.CorrectionRecorder;
import io.github.aligner4j.observation.EngineMetrics;
import io.github.aligner4j.observation.MicrometerCorrectionListener;
import io.github.aligner4j.observation.ObservationCorrectionListener;
import io.github.aligner4j.observation.ObservationSettings;
import io.github.aligner4j.observation.Rotation;
import io.github.aligner4j.observation.TextRedactor;
import io.github.aligner4j.prompted.PromptedComparison;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.testkit.ScriptedAligner;
import io.github.aligner4j.testkit.ScriptedChatCompletionModel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/** Snippets of the guides that no other test has. */
class GuidesTest {

    private static final String RUDE = "Call 12345, damn it.";

    @TempDir
    private Path folder;

    /** Beans of an application. */
    static final class Recipes {

        @Bean
        TextRedactor redactor() {
            Pattern mail = Pattern.compile("[\\w.+-]+@[\\w.-]+");
            Pattern number = Pattern.compile("\\d[\\d -]{6,}\\d"); // telephone, card and account numbers
            return text ->
                    number.matcher(mail.matcher(text).replaceAll("<mail>")).replaceAll("<number>");
        }
    }

    /** Stands in for a checkpoint, whose statistics are bound. */
    static final class Checkpoint {

        EngineStatistics statistics() {
            return EngineStatistics.of(true, new EngineStatistics.Requests(0, 0, 0, 0, 0));
        }
    }

    @Test
    void a_redactor_is_a_function() {
        assertThat(new Recipes().redactor().redact("Write to ada@example.org or call 030 1234567."))
                .isEqualTo("Write to <mail> or call <number>.");
    }

    @Test
    void the_copy_bias_of_a_checkpoint_is_replaced() {
        ModelSource source = ModelSource.embedded();

        CheckpointAligner aligner = CheckpointAligner.builder(source)
                .customizeDescriptors(descriptor -> descriptor.withCopyBias(2)) // instead of decoding.copy
                .open();

        try (aligner) {
            assertThat(aligner.correct(CorrectionRequest.of("", "It is a clear answer."))
                            .changed())
                    .isFalse();
        }
    }

    @Test
    void a_chat_template_renders_documents() throws IOException {
        Path checkpoint = folder;
        Files.writeString(
                checkpoint.resolve("chat_template.jinja"),
                "{{ guardian_config.risk_name }}: {{ documents[0].text }} {{ messages[0].content }}");

        ChatTemplate template = ChatTemplate.fromFolder(checkpoint); // chat_template.jinja or tokenizer_config.json
        Prompt prompt = template.render(ChatTemplateInput.builder(List.of(ChatMessage.user("Is Ada older?")))
                .documents(List.of("Ada Lovelace was born in 1815.")) // texts, or maps as the template expects them
                .variables(Map.of("guardian_config", Map.of("risk_name", "harm")))
                .build());

        assertThat(prompt.text()).isEqualTo("harm: Ada Lovelace was born in 1815. Is Ada older?");
    }

    @Test
    void observers_are_listeners_of_a_stack() throws IOException {
        ScriptedAligner aligner = ScriptedAligner.replacing("damn", "darn");
        Checkpoint checkpoint = new Checkpoint();
        MeterRegistry meterRegistry = new SimpleMeterRegistry();
        ObservationRegistry observationRegistry = ObservationRegistry.create();

        AlignerStack.builder("support")
                .layer("civility", aligner)
                .listener(CorrectionListener.all(List.of(
                        new MicrometerCorrectionListener(meterRegistry),
                        new ObservationCorrectionListener(observationRegistry, ObservationSettings.DEFAULT),
                        AuditListener.of(
                                new AuditLog(folder.resolve("audit.jsonl"), Rotation.bySize(100_000_000, 10))))))
                .build();
        new EngineMetrics("civility", checkpoint::statistics).bindTo(meterRegistry);

        assertThat(meterRegistry.getMeters()).isNotEmpty();
    }

    @Test
    void traffic_is_recorded() throws IOException {
        Aligner civility = ScriptedAligner.replacing("damn", "darn");

        CorrectionRecorder recorder = CorrectionRecorder.builder(folder.resolve("traffic.jsonl"))
                .rotation(Rotation.bySize(100_000_000, 10).withMaxAge(Duration.ofDays(7)))
                .redactor(text -> text.replaceAll("\\d{4,}", "#"))
                .build();
        AlignerStack stack = AlignerStack.builder("support")
                .layer("civility", civility)
                .listener(recorder)
                .build();

        stack.correct(CorrectionRequest.of("Well?", RUDE));
        assertThat(Files.readString(folder.resolve("traffic.jsonl"))).contains("Call #, damn it.");
    }

    @Test
    void pairs_are_judged() {
        ScriptedChatCompletionModel chatModel = ScriptedChatCompletionModel.answering("A");
        List<JudgedPair> pairs = List.of();

        PairJudge judge = new PromptedPairJudge("qwen", PromptedComparison.of(chatModel));
        Judging judging = Judging.of(List.of(PricedJudge.free(judge)), List.of(Aspects.of("helpful")));
        JudgingResult result = judging.run(pairs, CorrectionContext.DEFAULT, judgment -> {});

        assertThat(result.judgments()).isEmpty();
    }
}
