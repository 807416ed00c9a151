package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointWithAdapters;
import io.github.aligner4j.runtime.checkpoint.UndertrainedTokens;
import io.github.aligner4j.runtime.djl.DjlTokenizer;
import io.github.aligner4j.runtime.djl.TorchCausalLanguageModel;
import io.github.aligner4j.runtime.djl.TorchEngine;
import io.github.aligner4j.runtime.drafting.PassCost;
import io.github.aligner4j.runtime.generation.CopyConstraints;
import io.github.aligner4j.runtime.generation.EndOfTurn;
import io.github.aligner4j.runtime.generation.SequenceFactory;
import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.PromptTokenizer;
import java.time.Duration;
import java.util.List;

/**
 * A checkpoint on its device, with what loading it found out.
 *
 * @param network the weights and their program
 * @param sequences makes sequences for it; knows its tokenizer
 * @param device where it runs
 * @param dtype the type of its weights
 * @param kernelFallbacks matrices that are not computed as the fastest way would have it
 * @param loadTime how long loading took
 */
record LoadedModel(
        CausalLanguageModel network,
        SequenceFactory sequences,
        String device,
        String dtype,
        List<KernelFallback> kernelFallbacks,
        Duration loadTime)
        implements AutoCloseable {

    /** Loads the checkpoint in {@code files}; nothing stays open if that fails. */
    static LoadedModel load(ModelFiles files, RuntimeOptions options, int reservedTokens) {
        long start = System.nanoTime();
        CheckpointWithAdapters checkpoint = files.open();
        CheckpointDirectory base = checkpoint.base();
        DjlTokenizer tokenizer =
                DjlTokenizer.load(base.tokenizer(), base.config().vocabularySize());
        try {
            SequenceFactory sequences = sequences(checkpoint, tokenizer, reservedTokens);
            TorchCausalLanguageModel network = TorchEngine.load(checkpoint, options);
            Duration loadTime = Duration.ofNanos(System.nanoTime() - start);
            PassCost cost = network.device().equals("cpu") ? PassCost.CPU : PassCost.GPU;
            return new LoadedModel(
                    network,
                    sequences.withPasses(cost, options.exact() ? RuntimeOptions.EXACT_ROWS : 1),
                    network.device(),
                    network.dtype(),
                    network.kernelFallbacks(),
                    loadTime);
        } catch (RuntimeException | Error e) {
            tokenizer.close();
            throw e;
        }
    }

    @Override
    public void close() {
        network.close();
        sequences.tokenizer().close();
    }

    private static SequenceFactory sequences(
            CheckpointWithAdapters checkpoint, PromptTokenizer tokenizer, int reservedTokens) {
        CheckpointDirectory base = checkpoint.base();
        return new SequenceFactory(
                tokenizer,
                new CopyConstraints(
                        tokenizer,
                        UndertrainedTokens.find(base, tokenizer.transitions().unusable())),
                EndOfTurn.of(base.specialTokens().end(), base.endToken(), tokenizer),
                base.config().contextTokens(),
                reservedTokens,
                PassCost.CPU,
                1,
                checkpoint.variants());
    }
}
