// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.ahead;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.runtime.TorchCompletionModel;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.windowed.WindowedAligner;

/**
 * An Aligner that is measured.
 *
 * @param name the name in the table
 * @param ahead the work that its sessions do ahead of the answer's end
 * @param aligner the Aligner
 */
public record Subject(String name, String ahead, Aligner aligner) {

    private static final int WINDOW = 400;

    /** Returns an Aligner of {@code model} that reads and writes the whole answer. */
    public static Subject whole(TorchCompletionModel model) {
        return new Subject("whole", "prefill", aligner(model));
    }

    /** Returns an Aligner of {@code model} that reads and writes windows, as long as the embedded checkpoint's. */
    public static Subject windowed(TorchCompletionModel model) {
        return new Subject("windowed", "windows", new WindowedAligner(aligner(model), WINDOW, WINDOW));
    }

    /** Returns the same Aligner without sessions: it begins when the answer is complete. */
    Aligner unprepared() {
        return new Unprepared(aligner);
    }

    private static Aligner aligner(TorchCompletionModel model) {
        return CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, new Forced(model))
                .build();
    }

    /** Inherits the session that does nothing ahead. */
    private record Unprepared(Aligner aligner) implements Aligner {

        @Override
        public Correction correct(CorrectionRequest request) {
            return aligner.correct(request);
        }

        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            return aligner.correct(request, context);
        }
    }

    /** Has a model of random weights write a correction that copies most of the answer. */
    private record Forced(TorchCompletionModel model) implements CompletionModel {

        @Override
        public Completion complete(CompletionRequest request) {
            String correction = Texts.corrected(request.prediction());
            GenerationOptions forced =
                    GenerationOptions.DEFAULT.withForced(model.completionTokens(request.prompt(), correction));
            Completion written = model.generate(request, forced).completion();
            if (!written.text().strip().equals(correction.strip())) {
                throw new IllegalStateException("the model did not write what it was to write; nothing was measured");
            }
            // It ended because all forced tokens were written, which counts as a limit.
            return new Completion(written.text(), FinishReason.STOP, written.usage(), written.timings());
        }

        @Override
        public void prefill(CompletionRequest request) {
            model.prefill(request);
        }
    }
}
