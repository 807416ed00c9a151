// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.steering;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.SteeringVectors;
import io.github.aligner4j.runtime.djl.DjlTokenizer;
import io.github.aligner4j.runtime.djl.ExecutionOptions;
import io.github.aligner4j.runtime.djl.TorchCausalLanguageModel;
import io.github.aligner4j.runtime.djl.TorchEngine;
import io.github.aligner4j.template.CorrectionPrompt;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Extracts the steering vectors of a checkpoint: layer by layer, the difference between the mean of its hidden states where
 * it is about to correct and the mean where it is about to copy, over the first tokens of a teacher-forced correction.
 *
 * <p>Not safe for use by several threads. Owns a model until closed.
 *
 * @see <a href="https://arxiv.org/abs/2310.01405">Representation Engineering: A Top-Down Approach to AI Transparency</a>
 */
@Incubating
public final class SteeringExtraction implements AutoCloseable {

    private final CheckpointDescriptor descriptor;
    private final DjlTokenizer tokenizer;
    private final TorchCausalLanguageModel model;
    private final int positions;
    private final MeanStates copying = new MeanStates();
    private final MeanStates correcting = new MeanStates();

    private SteeringExtraction(
            CheckpointDescriptor descriptor, DjlTokenizer tokenizer, TorchCausalLanguageModel model, int positions) {
        this.descriptor = descriptor;
        this.tokenizer = tokenizer;
        this.model = model;
        this.positions = positions;
    }

    /**
     * Loads a checkpoint.
     *
     * @param descriptor descriptor that replaces the checkpoint's {@code aligner.json}; null to use that
     * @param positions number of positions of each pair, at least 1: the last token of the prompt, whose scores determine
     *     the first token of the correction, and the tokens after it
     * @throws io.github.aligner4j.runtime.checkpoint.CheckpointException if it can't be run
     */
    public static SteeringExtraction open(
            Path folder, @Nullable CheckpointDescriptor descriptor, RuntimeOptions options, int positions) {
        if (positions < 1) {
            throw new IllegalArgumentException("positions must be at least 1, but was " + positions);
        }
        CheckpointDescriptor trained = descriptor == null ? CheckpointDescriptors.read(folder) : descriptor;
        CheckpointDirectory checkpoint = CheckpointDirectory.open(folder);
        DjlTokenizer tokenizer =
                DjlTokenizer.load(checkpoint.tokenizer(), checkpoint.config().vocabularySize());
        try {
            TorchCausalLanguageModel model = TorchEngine.load(
                    checkpoint, new ExecutionOptions(options.device(), options.dtype(), options.threads()));
            return new SteeringExtraction(trained, tokenizer, model, positions);
        } catch (RuntimeException | Error e) {
            tokenizer.close();
            throw e;
        }
    }

    /**
     * Adds a pair: an unchanged one if the correction equals the answer, a changed one otherwise.
     *
     * @throws IllegalArgumentException if the texts exceed the checkpoint's window or context
     */
    public void add(String question, String answer, String correction) {
        CheckpointDescriptor.Window window = descriptor.window();
        if (window != null && answer.length() > window.answerCharacters()) {
            throw new IllegalArgumentException("the answer has " + answer.length()
                    + " characters, but this checkpoint reads " + window.answerCharacters()
                    + " at a time; give single sentences");
        }
        String read = window == null ? question : end(question, window.questionCharacters());
        CorrectionPrompt prompt = descriptor.correctionTemplate().render(CorrectionRequest.of(read, answer));
        String written = descriptor
                .correctionTemplate()
                .render(CorrectionRequest.of(read, correction))
                .prediction();
        MeanStates mean = answer.equals(correction) ? copying : correcting;
        read(prompt.prompt(), written, mean);
    }

    /** Returns the number of unchanged pairs so far. */
    public int copies() {
        return copying.pairs();
    }

    /** Returns the number of changed pairs so far. */
    public int corrections() {
        return correcting.pairs();
    }

    /**
     * Writes the vectors of {@code layers} to {@code file}, which is replaced. At strength 1, a vector moves the mean of
     * the unchanged pairs to that of the changed ones.
     *
     * @throws IllegalArgumentException if the model has no such layer, or pairs of one kind are missing
     */
    public void write(Path file, SortedSet<Integer> layers) {
        if (copies() == 0 || corrections() == 0) {
            throw new IllegalArgumentException(
                    "steering vectors need unchanged pairs, whose correction is the answer, and changed ones, but"
                            + " there were " + copies() + " and " + corrections() + "; add pairs of the missing kind");
        }
        requireLayers(layers);
        Map<Integer, float[]> vectors = new TreeMap<>();
        for (int layer : layers) {
            vectors.put(layer, correcting.minus(copying, layer));
        }
        SteeringVectors.write(file, vectors);
    }

    /**
     * Checks that the model has {@code layers}.
     *
     * @throws IllegalArgumentException if it does not
     */
    public void requireLayers(SortedSet<Integer> layers) {
        int most = model.layers() - 1;
        if (layers.isEmpty() || layers.first() < 0 || layers.last() > most) {
            throw new IllegalArgumentException("steering vectors are added after layers 0 to " + most
                    + " of this model, but " + layers + " were requested");
        }
    }

    private void read(Prompt prompt, String written, MeanStates mean) {
        int before = tokenizer.encode(prompt).length;
        int[] whole = tokenizer.encode(prompt.followedBy(written));
        int end = Math.min(whole.length, before + positions - 1);
        if (end > model.contextTokens()) {
            throw new IllegalArgumentException("the pair has " + end + " tokens, but the model's context only "
                    + model.contextTokens() + "; give shorter texts");
        }
        int states = end - before + 1;
        mean.add(model.hiddenStates(Arrays.copyOf(whole, end), states), states);
    }

    private static String end(String text, int characters) {
        int cut = Math.max(0, text.length() - characters);
        boolean insidePair = cut > 0 && cut < text.length() && Character.isLowSurrogate(text.charAt(cut));
        return text.substring(insidePair ? cut + 1 : cut);
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }
}
