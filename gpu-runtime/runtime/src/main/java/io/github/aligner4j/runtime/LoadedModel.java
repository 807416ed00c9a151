package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.generation.SequenceFactory;
import io.github.aligner4j.runtime.model.CausalLanguageModel;
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

    @Override
    public void close() {
        network.close();
        sequences.tokenizer().close();
    }
}
