package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.djl.DjlTokenizer;
import io.github.aligner4j.runtime.djl.TorchCausalLanguageModel;
import io.github.aligner4j.runtime.djl.TorchEngine;
import io.github.aligner4j.runtime.generation.SequenceFactory;
import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.PromptTokenizer;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A checkpoint on its device, with what loading it found out.
 *
 * @param network the weights and their program
 * @param sequences makes sequences for it; knows its tokenizer
 * @param device where it runs
 * @param dtype the type of its weights
 * @param loadTime how long loading took
 */
record LoadedModel(
        CausalLanguageModel network, SequenceFactory sequences, String device, String dtype, Duration loadTime)
        implements AutoCloseable {

    /** Loads the checkpoint in {@code folder}; nothing stays open if that fails. */
    static LoadedModel load(Path folder, RuntimeOptions options, int reservedTokens) {
        long start = System.nanoTime();
        CheckpointDirectory checkpoint = CheckpointDirectory.open(folder);
        DjlTokenizer tokenizer =
                DjlTokenizer.load(checkpoint.tokenizer(), checkpoint.config().vocabularySize());
        try {
            SequenceFactory sequences = sequences(checkpoint, tokenizer, reservedTokens);
            TorchCausalLanguageModel network = TorchEngine.load(checkpoint, options);
            Duration loadTime = Duration.ofNanos(System.nanoTime() - start);
            return new LoadedModel(network, sequences, network.device(), network.dtype(), loadTime);
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
            CheckpointDirectory checkpoint, PromptTokenizer tokenizer, int reservedTokens) {
        return new SequenceFactory(
                tokenizer, checkpoint.specialTokens().end(), checkpoint.config().contextTokens(), reservedTokens);
    }
}
