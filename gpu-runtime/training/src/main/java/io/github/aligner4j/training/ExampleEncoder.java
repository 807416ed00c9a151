// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor.Detector;
import io.github.aligner4j.template.CorrectionPrompt;
import io.github.aligner4j.template.CorrectionTemplate;
import io.github.aligner4j.text.Edit;
import io.github.aligner4j.text.WordDiff;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.PromptCompletion;
import io.github.aligner4j.training.djl.TrainingTokenizer;
import io.github.aligner4j.training.schedule.Example;
import io.github.aligner4j.training.schedule.Example.PromptLabel;
import io.github.aligner4j.training.schedule.TrainingConfig;
import io.github.aligner4j.training.schedule.TrainingConfig.LossWeights;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Encodes rows as prompts and the completions to learn.
 *
 * <p>Without a detector the completion of a row is its correction. With one, its first token decides: {@code unchanged}, and nothing
 * behind it, if the correction is the answer; {@code changed} before every other correction. Not safe for use by several threads.
 */
final class ExampleEncoder {

    private final TrainingTokenizer tokenizer;
    private final @Nullable CorrectionTemplate template;
    private final @Nullable Detector detector;
    private final int maxLength;
    private final LossWeights weights;
    private @Nullable DecidingTokens deciding;

    /** Creates an encoder; without {@code descriptor} it takes no rows of question, answer and correction. */
    ExampleEncoder(TrainingTokenizer tokenizer, @Nullable CheckpointDescriptor descriptor, TrainingConfig config) {
        this.tokenizer = tokenizer;
        this.template = descriptor == null ? null : descriptor.correctionTemplate();
        this.detector = descriptor == null ? null : descriptor.detector();
        this.maxLength = config.batching().maxLength();
        this.weights = config.optimization().lossWeights();
    }

    /** Returns the tokens of the detector; empty without one, and before the first row was encoded. */
    Optional<DecidingTokens> deciding() {
        return Optional.ofNullable(deciding);
    }

    /**
     * Returns the example of {@code row}, unless it exceeds the maximum length.
     *
     * @throws io.github.aligner4j.completion.UnsafePromptException if its texts can't be told apart from the template's frame
     */
    Optional<Example> correction(CorrectionRow row) {
        Source source = source(row);
        Prompt prompt = source.rendered().prompt();
        int[] before = tokenizer.prompt(prompt);
        if (detector == null) {
            int[] after = continuation(source.rendered(), prompt, before, row.correction());
            return example(before, after, correctionWeights(source, prompt, before, after), List.of());
        }
        DecidingTokens tokens = tokens(detector, prompt, before);
        List<PromptLabel> sentences = sentences(source, before, tokens);
        float[] deciding = {(float) weights.detector()};
        if (row.identity()) {
            int[] after = {tokens.unchanged(), tokenizer.end(prompt)};
            return example(before, after, new float[] {deciding[0], 1}, sentences);
        }
        Prompt changed = prompt.followedBy(tokens.changedText());
        int[] ids = joined(before, new int[] {tokens.changed()});
        int[] after = continuation(source.rendered(), changed, ids, row.correction());
        float[] correction = correctionWeights(source, changed, ids, after);
        return example(before, joined(new int[] {tokens.changed()}, after), joined(deciding, correction), sentences);
    }

    private List<PromptLabel> sentences(Source source, int[] prompt, DecidingTokens tokens) {
        if (weights.sentence() == 0) {
            return List.of();
        }
        CorrectionRow row = source.row();
        float weight = (float) weights.sentence();
        return LabelWeights.sentences(
                        row.answer(),
                        source.edits(),
                        prompt,
                        end -> tokenizer.prompt(
                                render(row.with(row.question(), row.answer().substring(0, end), ""))
                                        .prompt()))
                .stream()
                .map(end -> new PromptLabel(end.position(), tokens.of(end.corrected()), weight))
                .toList();
    }

    private float[] correctionWeights(Source source, Prompt before, int[] beforeIds, int[] after) {
        String correction = source.row().correction();
        return LabelWeights.ofCorrection(
                source.edits(),
                after,
                end -> continuation(source.rendered(), before, beforeIds, correction.substring(0, end)),
                weights);
    }

    /**
     * Returns the example of a row of the identity warm-up, whose correction is its answer, unless it exceeds the maximum length.
     * It teaches to copy, not to decide: with a detector, {@code changed} belongs to the prompt.
     *
     * @throws io.github.aligner4j.completion.UnsafePromptException if its texts can't be told apart from the template's frame
     */
    Optional<Example> copy(CorrectionRow row) {
        if (detector == null) {
            return correction(row.asIdentity());
        }
        CorrectionPrompt prompt = render(row);
        int[] before = tokenizer.prompt(prompt.prompt());
        DecidingTokens tokens = tokens(detector, prompt.prompt(), before);
        int[] ids = joined(before, new int[] {tokens.changed()});
        return example(ids, continuation(prompt, prompt.prompt().followedBy(tokens.changedText()), ids, row.answer()));
    }

    /** Returns the example of {@code row}, unless it exceeds the maximum length. */
    Optional<Example> completion(PromptCompletion row) {
        Prompt prompt = Prompt.of(row.prompt());
        int[] before = tokenizer.prompt(prompt);
        return example(before, tokenizer.continuation(prompt, before, row.completion()));
    }

    /** A row, its rendered prompt, and the edits of its correction. */
    private record Source(CorrectionRow row, CorrectionPrompt rendered, List<Edit> edits) {}

    private Source source(CorrectionRow row) {
        return new Source(row, render(row), WordDiff.between(row.answer(), row.correction()));
    }

    private CorrectionPrompt render(CorrectionRow row) {
        if (template == null) {
            throw new IllegalStateException("rows of question, answer and correction need a template");
        }
        return template.render(row.request());
    }

    /** Returns the tokens of a correction after {@code before}: the prompt, and with a detector the token {@code changed}. */
    private int[] continuation(CorrectionPrompt prompt, Prompt before, int[] beforeIds, String correction) {
        String escaped = prompt.escaped() ? prompt.escape().escape(correction) : correction;
        return tokenizer.continuation(before, beforeIds, prompt.answerPrefix() + escaped);
    }

    private DecidingTokens tokens(Detector detector, Prompt prompt, int[] before) {
        if (deciding == null) {
            deciding = new DecidingTokens(
                    tokenizer.single(prompt, before, "detector.changed", detector.changed()),
                    tokenizer.single(prompt, before, "detector.unchanged", detector.unchanged()),
                    detector.changed());
        }
        return deciding;
    }

    private Optional<Example> example(int[] before, int[] after) {
        return before.length + after.length > maxLength
                ? Optional.empty()
                : Optional.of(new Example(joined(before, after), before.length));
    }

    private Optional<Example> example(int[] before, int[] after, float[] weights, List<PromptLabel> sentences) {
        return before.length + after.length > maxLength
                ? Optional.empty()
                : Optional.of(new Example(joined(before, after), before.length, weights, sentences));
    }

    private static int[] joined(int[] before, int[] after) {
        return IntStream.concat(IntStream.of(before), IntStream.of(after)).toArray();
    }

    private static float[] joined(float[] before, float[] after) {
        float[] joined = Arrays.copyOf(before, before.length + after.length);
        System.arraycopy(after, 0, joined, before.length, after.length);
        return joined;
    }
}
