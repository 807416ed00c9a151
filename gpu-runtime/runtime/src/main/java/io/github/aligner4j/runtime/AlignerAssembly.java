// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerDescription;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.llm.CorrectionGuard;
import io.github.aligner4j.llm.CorrectionGuards;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.checkpoint.FolderHash;
import io.github.aligner4j.windowed.WindowedAligner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Assembles Aligners as the descriptors of a checkpoint and its adapters say.
 *
 * @param files descriptors
 * @param checkpoint name and digest of the checkpoint
 * @param model model of the checkpoint
 * @param sampling choice of tokens
 * @param timeout time limit of one correction, null for none
 */
record AlignerAssembly(
        ModelFiles files,
        AlignerDescription checkpoint,
        TorchCompletionModel model,
        SamplingParameters sampling,
        @Nullable Duration timeout) {

    /**
     * Returns the Aligner of an adapter, or of the base checkpoint.
     *
     * @throws CheckpointException if a token of its detector is not a single token of the tokenizer
     */
    Aligner aligner(String adapter) {
        CheckpointDescriptor descriptor = files.descriptor(adapter);
        CompletionAligner.Builder builder = CompletionAligner.builder(descriptor.correctionTemplate(), model)
                .description(description(adapter, descriptor))
                .sampling(sampling);
        if (timeout != null) {
            builder.timeout(timeout);
        }
        if (!adapter.equals(ModelFiles.BASE)) {
            builder.adapter(adapter);
        }
        CheckpointDescriptor.Window window = descriptor.window();
        if (window != null) {
            builder.guards(guards(window));
        }
        Aligner aligner = detecting(builder, adapter, descriptor);
        return window == null
                ? aligner
                : new WindowedAligner(aligner, window.answerCharacters(), window.questionCharacters())
                        .withMaxWindows(window.maxWindows());
    }

    private AlignerDescription description(String adapter, CheckpointDescriptor descriptor) {
        AlignerDescription base = checkpoint
                .withTemplate(Objects.requireNonNullElse(descriptor.format().template(), "custom"))
                .withLicence(descriptor.licence());
        Path folder = files.adapters().get(adapter);
        if (folder != null) {
            return base.withAdapter(adapter, FolderHash.of(folder));
        }
        return files.merged() == null ? base : base.withAdapter("merged", FolderHash.of(files.merged()));
    }

    private Aligner detecting(CompletionAligner.Builder builder, String adapter, CheckpointDescriptor descriptor) {
        CheckpointDescriptor.Detector detector = descriptor.detector();
        if (detector == null) {
            return builder.build();
        }
        Prompt prompt = descriptor
                .correctionTemplate()
                .render(CorrectionRequest.of("question", "answer"))
                .prompt();
        for (String token : List.of(detector.changed(), detector.unchanged())) {
            try {
                model.requireToken(prompt, token);
            } catch (IllegalArgumentException | UnsafePromptException e) {
                throw new CheckpointException(
                        files.descriptorFolder(adapter).resolve("aligner.json"),
                        "detector '" + detector.name() + "': " + e.getMessage(),
                        e);
            }
        }
        return builder.build(detector.tokens(), detector.threshold(), detector.verification());
    }

    private static List<CorrectionGuard> guards(CheckpointDescriptor.Window window) {
        List<CorrectionGuard> guards = new ArrayList<>(CorrectionGuards.ofWindows());
        double share = window.minShare();
        if (share > 0) {
            guards.add(CorrectionGuards.notEmpty());
            guards.add(CorrectionGuards.atLeast(share));
        }
        return guards;
    }
}
