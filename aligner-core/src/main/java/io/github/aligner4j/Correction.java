package io.github.aligner4j;

import io.github.aligner4j.completion.TokenUsage;
import io.github.aligner4j.text.WordDiff;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What an Aligner made of an answer.
 *
 * @param original the answer it was given
 * @param answer the corrected answer; equal to {@code original} if nothing had to be corrected
 * @param edits where the two differ, word by word and in order; applied to {@code original} they give {@code answer}
 * @param usage tokens that the Aligners' own models read and wrote
 * @param elapsed how long it took, waiting included
 * @param layers what each layer of a stack did, outermost stack's view; empty for an Aligner that is no stack
 */
public record Correction(
        String original, String answer, List<Edit> edits, TokenUsage usage, Duration elapsed, List<LayerTrace> layers) {

    /** Checks that nothing is missing, and copies the lists. */
    public Correction {
        Objects.requireNonNull(original, "original");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(elapsed, "elapsed");
        edits = List.copyOf(edits);
        layers = List.copyOf(layers);
    }

    /** Returns the correction of {@code original} to {@code answer}, its edits computed, without usage and time. */
    public static Correction of(String original, String answer) {
        return of(original, answer, TokenUsage.NONE, Duration.ZERO);
    }

    /** Returns the correction of {@code original} to {@code answer}, its edits computed. */
    public static Correction of(String original, String answer, TokenUsage usage, Duration elapsed) {
        return new Correction(original, answer, WordDiff.between(original, answer), usage, elapsed, List.of());
    }

    /** Returns a copy with what each layer of a stack did. */
    public Correction withLayers(List<LayerTrace> layers) {
        return new Correction(original, answer, edits, usage, elapsed, layers);
    }

    /** Returns whether the answer differs from the original by at least one character. */
    public boolean changed() {
        return !original.equals(answer);
    }
}
