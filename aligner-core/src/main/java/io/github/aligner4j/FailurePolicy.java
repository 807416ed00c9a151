package io.github.aligner4j;

import java.util.Objects;

/** What happens to an answer when a layer of a stack gives no correction. Whatever happens is in the {@link LayerTrace}. */
public sealed interface FailurePolicy {

    /** Fails the whole call with an {@link AlignerException}: no uncorrected text gets out. The default. */
    static FailurePolicy failClosed() {
        return new FailClosed();
    }

    /** Keeps the answer of the layer before, and goes on. */
    static FailurePolicy failOpen() {
        return new FailOpen();
    }

    /**
     * Answers with a fixed sentence; later layers are not asked.
     *
     * @throws IllegalArgumentException if {@code sentence} is blank
     */
    static FailurePolicy refuse(String sentence) {
        return new Refuse(sentence);
    }

    /** Fails the whole call. */
    record FailClosed() implements FailurePolicy {}

    /** Keeps the answer of the layer before. */
    record FailOpen() implements FailurePolicy {}

    /**
     * Answers with a fixed sentence.
     *
     * @param sentence what the user reads instead
     */
    record Refuse(String sentence) implements FailurePolicy {

        /** Checks that there is something to read. */
        public Refuse {
            if (Objects.requireNonNull(sentence, "sentence").isBlank()) {
                throw new IllegalArgumentException("a refusal needs a sentence, but it is blank");
            }
        }
    }
}
