package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.runtime.drafting.Drafting;
import java.util.List;

/**
 * Options of generation, beyond those of the port {@link io.github.aligner4j.completion.CompletionModel} knows.
 *
 * @param drafting the drafting strategy
 * @param ignoreEndOfSequence true to take the most likely token whatever it is, for measurements: it goes on after an
 *     end-of-sequence token, and may break characters
 * @param forced tokens to say whatever the model thinks, for measurements (teacher forcing); the sequence ends after the
 *     last of them. Empty to let the model speak
 * @param scored true to compute the log-likelihood of the text; then all logits leave the device
 * @param copyBias the bonus for the logits of tokens that go on copying the prediction, in nats; 0 leaves the choice to
 *     the model alone, as does sampling
 */
public record GenerationOptions(
        Drafting drafting, boolean ignoreEndOfSequence, List<Integer> forced, boolean scored, double copyBias) {

    /** The options of {@code complete}: residual decoding. */
    public static final GenerationOptions DEFAULT = new GenerationOptions(Drafting.RESIDUAL, false, List.of(), false, 0);

    /** Goes on after end-of-sequence tokens until the limit of new tokens. */
    public static final GenerationOptions IGNORE_END_OF_SEQUENCE =
            new GenerationOptions(Drafting.RESIDUAL, true, List.of(), false, 0);

    /** Copies the tokens. */
    public GenerationOptions {
        forced = List.copyOf(forced);
    }

    /** Returns a copy that guesses in another way. */
    public GenerationOptions withDrafting(Drafting drafting) {
        return new GenerationOptions(drafting, ignoreEndOfSequence, forced, scored, copyBias);
    }

    /** Returns a copy that says {@code tokens}. */
    public GenerationOptions withForced(List<Integer> tokens) {
        return new GenerationOptions(drafting, ignoreEndOfSequence, tokens, scored, copyBias);
    }

    /** Returns a copy that tells how likely what is said was. */
    public GenerationOptions withScores() {
        return new GenerationOptions(drafting, ignoreEndOfSequence, forced, true, copyBias);
    }

    /** Returns a copy that raises the logits of copied tokens. */
    public GenerationOptions withCopyBias(double nats) {
        return new GenerationOptions(drafting, ignoreEndOfSequence, forced, scored, nats);
    }
}
