package io.github.aligner4j.training;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor.Detector;
import io.github.aligner4j.template.CorrectionPrompt;
import io.github.aligner4j.template.CorrectionTemplate;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.PromptCompletion;
import io.github.aligner4j.training.djl.TrainingTokenizer;
import io.github.aligner4j.training.schedule.Example;
import io.github.aligner4j.training.schedule.TrainingConfig;
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
    private final float detectorWeight;
    private @Nullable DecidingTokens deciding;

    /** Creates an encoder; without {@code descriptor} it takes no rows of question, answer and correction. */
    ExampleEncoder(TrainingTokenizer tokenizer, @Nullable CheckpointDescriptor descriptor, TrainingConfig config) {
        this.tokenizer = tokenizer;
        this.template = descriptor == null ? null : descriptor.correctionTemplate();
        this.detector = descriptor == null ? null : descriptor.detector();
        this.maxLength = config.batching().maxLength();
        this.detectorWeight = (float) config.optimization().detectorWeight();
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
        CorrectionPrompt prompt = render(row);
        int[] before = tokenizer.prompt(prompt.prompt());
        if (detector == null) {
            return example(before, tokenizer.continuation(prompt.prompt(), before, completion(prompt, row)), 1);
        }
        DecidingTokens tokens = tokens(detector, prompt.prompt(), before);
        int[] after = row.identity()
                ? new int[] {tokens.unchanged(), tokenizer.end(prompt.prompt())}
                : joined(new int[] {tokens.changed()}, afterChanged(prompt, before, row));
        return example(before, after, detectorWeight);
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
        int[] after = afterChanged(prompt, before, row.asIdentity());
        return example(joined(before, new int[] {tokens.changed()}), after, 1);
    }

    /** Returns the example of {@code row}, unless it exceeds the maximum length. */
    Optional<Example> completion(PromptCompletion row) {
        Prompt prompt = Prompt.of(row.prompt());
        int[] before = tokenizer.prompt(prompt);
        return example(before, tokenizer.continuation(prompt, before, row.completion()), 1);
    }

    private CorrectionPrompt render(CorrectionRow row) {
        if (template == null) {
            throw new IllegalStateException("rows of question, answer and correction need a template");
        }
        return template.render(
                CorrectionRequest.of(row.question(), row.answer()).withContext(row.context()));
    }

    private static String completion(CorrectionPrompt prompt, CorrectionRow row) {
        String correction = prompt.escaped() ? prompt.escape().escape(row.correction()) : row.correction();
        return prompt.answerPrefix() + correction;
    }

    /** Returns the tokens of the correction as they follow the token {@code changed}, which inference puts behind the prompt. */
    private int[] afterChanged(CorrectionPrompt prompt, int[] before, CorrectionRow row) {
        DecidingTokens tokens = deciding().orElseThrow();
        Prompt changed = prompt.prompt().followedBy(tokens.changedText());
        int[] ids = joined(before, new int[] {tokens.changed()});
        return tokenizer.continuation(changed, ids, completion(prompt, row));
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

    private Optional<Example> example(int[] before, int[] after, float firstWeight) {
        return before.length + after.length > maxLength
                ? Optional.empty()
                : Optional.of(new Example(joined(before, after), before.length, firstWeight));
    }

    private static int[] joined(int[] before, int[] after) {
        return IntStream.concat(IntStream.of(before), IntStream.of(after)).toArray();
    }
}
