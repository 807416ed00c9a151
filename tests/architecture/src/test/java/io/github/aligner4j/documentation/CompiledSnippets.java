// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.Turn;
import io.github.aligner4j.chat.ChatCompletionRequest;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.correctors.GuardianFactualityCorrector;
import io.github.aligner4j.correctors.GuardianHarmCorrector;
import io.github.aligner4j.correctors.IntrinsicDefinition;
import io.github.aligner4j.hub.HubClient;
import io.github.aligner4j.remote.RemoteAligner;
import io.github.aligner4j.remote.RemoteEngine;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.CheckpointChatModel;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.SchedulingOptions;
import io.github.aligner4j.template.CorrectionTemplates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Snippets of the guides that compile, but that no test can run. */
@SuppressWarnings("UnusedVariable") // as the guides have them
final class CompiledSnippets {

    private final String question = "Well?";
    private final String answer = "Read the damn manual.";

    @CompiledOnly("needs a CUDA device and a checkpoint of 7 billion parameters")
    void checkpoints_options() {
        RuntimeOptions options = RuntimeOptions.DEFAULT
                .withDevice("cuda:0")
                .withDtype("bfloat16")
                .withScheduling(SchedulingOptions.DEFAULT.withMaxQueuedRequests(64));

        try (CheckpointAligner aligner = CheckpointAligner.builder(ModelSource.folder(Path.of("models/aligner-7b")))
                .options(options)
                .timeout(Duration.ofSeconds(30))
                .open()) {
            Correction correction = aligner.correct(CorrectionRequest.of(question, answer));
        }
    }

    @CompiledOnly("needs models of the hub")
    void checkpoints_hub() {
        CheckpointAligner.builder(ModelSource.parse("hf://ibm-granite/granite-4.0-micro"))
                .adapter(
                        "factuality",
                        ModelSource.parse(
                                "hf://ibm-granite/granitelib-guardian-r1.0/factuality-correction/granite-4.0-micro/lora"))
                .hub(HubClient.builder()
                        .offline(true)
                        .build()) // optional: settings other than those of the environment
                .open();
    }

    @CompiledOnly("needs two adapters of a base model")
    void checkpoints_adapters() {
        CheckpointAligner base = CheckpointAligner.builder(ModelSource.folder(Path.of("models/base")))
                .adapter("kind", ModelSource.folder(Path.of("models/kind-lora")))
                .adapter("brief", ModelSource.folder(Path.of("models/brief-lora")))
                .open();
        AlignerStack stack = AlignerStack.builder("polite")
                .layer("kind", base.withAdapter("kind"))
                .layer("brief", base.withAdapter("brief"))
                .build();
    }

    @CompiledOnly("needs a model of the hub")
    void chat_templates_model() {
        try (CheckpointChatModel chat =
                CheckpointChatModel.open(ModelSource.parse("hf://ibm-granite/granite-4.0-micro"))) {
            Completion reply = chat.complete(ChatCompletionRequest.builder(List.of(new Turn(Turn.Role.USER, "Hi")))
                    .build());
        }
    }

    @CompiledOnly("needs models of the hub; TrainedGuardianTest runs the same classes")
    void guardian_harm() {
        ModelSource base = ModelSource.hub("ibm-granite/granite-guardian-3.2-5b");
        ModelSource adapter = ModelSource.hub("ibm-granite/granite-guardian-3.2-5b-lora-harm-correction");
        try (CheckpointChatModel guardian = CheckpointChatModel.builder(base)
                .adapter("harm-correction", adapter)
                .open()) {
            Aligner aligner = GuardianHarmCorrector.builder(guardian.model(), guardian.template(), "harm-correction")
                    .risks(List.of("harm", "profanity"))
                    .threshold(0.6)
                    .seed(42)
                    .build();
            AlignerStack stack = AlignerStack.of("guardian", aligner);
            Correction correction = stack.correct(CorrectionRequest.of(question, answer));
            correction.layers().get(0).detections().forEach(each -> log(each.label(), each.score()));
        }
    }

    @CompiledOnly("needs models of the hub; TrainedFactualityTest runs the same classes")
    void guardian_factuality(CheckpointChatModel granite, Path correctionFolder, Path gateFolder) throws IOException {
        IntrinsicDefinition correction = IntrinsicDefinition.read(correctionFolder);
        Aligner facts = GuardianFactualityCorrector.builder(granite.model(), granite.template(), correction)
                .adapter("factuality-correction")
                .gate(IntrinsicDefinition.read(gateFolder), "guardian-core")
                .build();
        Layer layer = Layer.of("facts", facts).withGate(LayerGate.WITH_CONTEXT);
    }

    @CompiledOnly("needs two engines; RemoteGuideTest runs the same with two fake ones")
    void remote() {
        RemoteEngine engine = RemoteEngine.builder("vllm")
                .baseUrls(List.of("http://gpu-1:8000", "http://gpu-2:8000"))
                .model("aligner/aligner-7b-v1.0")
                .apiKey(System.getenv("ENGINE_KEY"))
                .build();
        RemoteAligner aligner = RemoteAligner.builder(engine, CorrectionTemplates.ALIGNER_7B)
                .limits(CorrectionLimits.NONE.withTimeout(Duration.ofSeconds(20)))
                .build();
    }

    private static void log(String label, double score) {
        throw new IllegalStateException(label + score);
    }
}
