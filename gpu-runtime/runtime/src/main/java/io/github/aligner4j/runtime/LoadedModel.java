// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointWithAdapters;
import io.github.aligner4j.runtime.checkpoint.UndertrainedTokens;
import io.github.aligner4j.runtime.djl.DjlTokenizer;
import io.github.aligner4j.runtime.djl.KernelFallback;
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
 * A checkpoint on its device.
 *
 * @param network the weights and their program
 * @param sequences factory of sequences for it, with its tokenizer
 * @param device device of the weights
 * @param dtype type of the weights
 * @param kernelFallbacks matrices that are not multiplied in the fastest way
 * @param loadTime time that loading took, with the measurement of passes
 */
record LoadedModel(
        CausalLanguageModel network,
        SequenceFactory sequences,
        String device,
        String dtype,
        List<KernelFallback> kernelFallbacks,
        Duration loadTime)
        implements AutoCloseable {

    /** Loads the checkpoint in {@code files} while nothing else is being loaded. */
    static LoadedModel load(ModelFiles files, RuntimeOptions options, int reservedTokens) {
        return load(files, options, reservedTokens, () -> {});
    }

    /**
     * Loads the checkpoint in {@code files}; nothing stays open if that fails. The tokenizer is read while libtorch starts, which is
     * most of the time that a small checkpoint takes.
     *
     * @param others waits for what else is being loaded; called before passes are measured, which it would disturb
     */
    static LoadedModel load(ModelFiles files, RuntimeOptions options, int reservedTokens, Runnable others) {
        long start = System.nanoTime();
        CheckpointWithAdapters checkpoint = files.open();
        Meanwhile<SequenceFactory> sequences = Meanwhile.run(() -> sequences(checkpoint, reservedTokens));
        try {
            TorchEngine.start(options.execution().threads());
            return load(checkpoint, sequences.join(), options, others, start);
        } catch (RuntimeException | Error e) {
            sequences.discard(each -> each.tokenizer().close());
            throw e;
        }
    }

    private static LoadedModel load(
            CheckpointWithAdapters checkpoint,
            SequenceFactory sequences,
            RuntimeOptions options,
            Runnable others,
            long start) {
        TorchCausalLanguageModel network = TorchEngine.load(checkpoint, options.execution());
        try {
            others.run();
            PassCost fixed = options.passCost();
            PassCost cost = fixed == null ? measured(network, since(start)) : fixed;
            return new LoadedModel(
                    network,
                    sequences.withPasses(cost, options.minTokens()),
                    network.device(),
                    network.dtype(),
                    network.kernelFallbacks(),
                    since(start));
        } catch (RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    private static PassCost measured(TorchCausalLanguageModel network, Duration loadTime) {
        TimedLanguageModel timed = new TimedLanguageModel(network, usual(network.device()));
        PassTimer.measure(timed, loadTime);
        return timed.cost();
    }

    private static PassCost usual(String device) {
        return device.equals("cpu") ? PassCost.CPU : PassCost.GPU;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Returns a copy whose completions also end with {@code token}, if the tokenizer has it. */
    LoadedModel endingWith(String token) {
        return new LoadedModel(network, sequences.endingWith(token), device, dtype, kernelFallbacks, loadTime);
    }

    @Override
    public void close() {
        network.close();
        sequences.tokenizer().close();
    }

    private static SequenceFactory sequences(CheckpointWithAdapters checkpoint, int reservedTokens) {
        CheckpointDirectory base = checkpoint.base();
        DjlTokenizer tokenizer =
                DjlTokenizer.load(base.tokenizer(), base.config().vocabularySize());
        try {
            return sequences(checkpoint, tokenizer, reservedTokens);
        } catch (RuntimeException | Error e) {
            tokenizer.close();
            throw e;
        }
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
