package io.github.aligner4j.bench;

import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.RuntimeStatus;
import io.github.aligner4j.runtime.TorchCompletionModel;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import java.util.List;

/** What of a model is measured. Safe for use by several threads. */
public interface BenchModel {

    /** Completes {@code request}. */
    Generation generate(CompletionRequest request, GenerationOptions options);

    /** Returns the tokens by which the model would write {@code completion} behind {@code prompt}. */
    List<Integer> completionTokens(Prompt prompt, String completion);

    /** Returns the number of tokens of {@code prompt}. */
    int countTokens(Prompt prompt);

    /** Most tokens of one sequence, prompt and completion together. */
    int contextTokens();

    /** Bytes of keys and values that are held for requests; 0 when none runs, unless some were forgotten. */
    long requestBytes();

    /** Returns {@code model} as what is measured. */
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
                return status.cacheBytes() - status.prefixBytes();
            }
        };
    }
}
