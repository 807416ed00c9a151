package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.KeyValueCache;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** How one sequence chooses its next token: logits processors in the order of transformers, then a sampler. */
final class TokenSelection {

    private final List<LogitsProcessor> processors;
    private final Sampler sampler;
    private final boolean onDevice;

    private TokenSelection(List<LogitsProcessor> processors, Sampler sampler, boolean onDevice) {
        this.processors = processors;
        this.sampler = sampler;
        this.onDevice = onDevice;
    }

    /** Returns the selection that {@code parameters} describe; a seed makes it repeatable. */
    static TokenSelection of(SamplingParameters parameters) {
        List<LogitsProcessor> processors = new ArrayList<>();
        if (parameters.repetitionPenalty() != 1.0) {
            processors.add(new RepetitionPenalty((float) parameters.repetitionPenalty()));
        }
        if (parameters.greedy()) {
            return new TokenSelection(processors, Sampler.ARGMAX, processors.isEmpty());
        }
        if (parameters.temperature() != 1.0) {
            processors.add(new Temperature((float) parameters.temperature()));
        }
        if (parameters.topK() > 0) {
            processors.add(new TopK(parameters.topK()));
        }
        if (parameters.topP() < 1.0) {
            processors.add(new TopP(parameters.topP()));
        }
        return new TokenSelection(processors, Sampler.drawing(randomOf(parameters)), false);
    }

    /** Reads {@code input} and returns the token that follows; plain greedy choice never leaves the device. */
    int next(CausalLanguageModel model, int[] input, KeyValueCache cache, BitSet seen) {
        return onDevice ? model.greedy(input, cache) : choose(model.logits(input, cache), seen);
    }

    int choose(float[] logits, BitSet seen) {
        processors.forEach(processor -> processor.process(logits, seen));
        return sampler.choose(logits);
    }

    private static RandomGenerator randomOf(SamplingParameters parameters) {
        return parameters.seed().isPresent()
                ? new SplittableRandom(parameters.seed().getAsLong())
                : new SplittableRandom();
    }
}
