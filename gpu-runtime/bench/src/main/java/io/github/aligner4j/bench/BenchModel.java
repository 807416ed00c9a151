// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.RuntimeStatus;
import io.github.aligner4j.runtime.TorchCompletionModel;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import java.util.List;

/** The part of a model that is measured. Safe for use by several threads. */
public interface BenchModel {

    /** Completes {@code request}. */
    Generation generate(CompletionRequest request, GenerationOptions options);

    /** Returns the tokens of {@code completion} after {@code prompt}. */
    List<Integer> completionTokens(Prompt prompt, String completion);

    /** Returns the number of tokens of {@code prompt}. */
    int countTokens(Prompt prompt);

    /** Returns the maximum number of tokens of a sequence, prompt and completion together. */
    int contextTokens();

    /** Returns the bytes of the KV cache that requests hold; 0 when none runs, unless some are leaked. */
    long requestBytes();

    /** Adapts {@code model}. */
    static BenchModel of(TorchCompletionModel model) {
        return new BenchModel() {
            @Override
            public Generation generate(CompletionRequest request, GenerationOptions options) {
                return model.generate(request, options);
            }

            @Override
            public List<Integer> completionTokens(Prompt prompt, String completion) {
                return model.completionTokens(prompt, completion);
            }

            @Override
            public int countTokens(Prompt prompt) {
                return model.countTokens(prompt);
            }

            @Override
            public int contextTokens() {
                return model.contextTokens();
            }

            @Override
            public long requestBytes() {
                RuntimeStatus status = model.status();
                return status.kvCache().usedBytes() - status.prefixCache().bytes();
            }
        };
    }
}
