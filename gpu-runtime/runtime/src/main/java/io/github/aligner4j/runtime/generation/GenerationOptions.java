package io.github.aligner4j.runtime.generation;

/**
 * How to generate, beyond what the port {@link io.github.aligner4j.completion.CompletionModel} knows.
 *
 * @param ignoreEndOfSequence whether to go on after an end-of-sequence token, for measurements
 */
public record GenerationOptions(boolean ignoreEndOfSequence) {

    /** What {@code complete} uses. */
    public static final GenerationOptions DEFAULT = new GenerationOptions(false);

    /** Goes on after end-of-sequence tokens until the limit of new tokens. */
    public static final GenerationOptions IGNORE_END_OF_SEQUENCE = new GenerationOptions(true);
}
