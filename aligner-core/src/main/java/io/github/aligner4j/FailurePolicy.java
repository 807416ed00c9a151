package io.github.aligner4j;

import java.util.Objects;

/** Decides on the answer when a layer of a stack fails. The outcome is in the {@link LayerTrace}. */
public sealed interface FailurePolicy {

    /** Returns the policy that fails the whole call with an {@link AlignerException}, so that no uncorrected text gets out. The
     * default. */
    static FailurePolicy failClosed() {
        return new FailClosed();
    }

    /** Returns the policy that keeps the answer of the layer before and goes on. */
    static FailurePolicy failOpen() {
        return new FailOpen();
    }

    /**
     * Returns the policy that answers with a fixed sentence and skips later layers.
     *
     * @throws IllegalArgumentException if {@code sentence} is blank
     */
    static FailurePolicy refuse(String sentence) {
        return new Refuse(sentence);
    }

    /** The policy that fails the whole call. */
    record FailClosed() implements FailurePolicy {}

    /** The policy that keeps the answer of the layer before. */
    record FailOpen() implements FailurePolicy {}

    /**
     * The policy that answers with a fixed sentence.
     *
     * @param sentence the sentence that the user reads
     */
    record Refuse(String sentence) implements FailurePolicy {

        /** Checks that the sentence is not blank. */
        public Refuse {
            if (Objects.requireNonNull(sentence, "sentence").isBlank()) {
                throw new IllegalArgumentException("a refusal needs a sentence, but it is blank");
            }
        }
    }
}
