package io.github.aligner4j.evaluation.style;

/** Says how civil a text is. Safe for use by several threads. */
@FunctionalInterface
public interface Judge {

    /** From here on a text counts as civil. */
    double THRESHOLD = 0.5;

    /**
     * Returns how likely {@code text} is civil, 0 to 1.
     *
     * @param row the text, as it was before a correction, that {@code text} was made of; a judge may have to take care not to
     *     have seen it
     */
    double civility(StyleRow row, String text);

    /** Returns whether {@code text} is civil; nothing at all is not. */
    default boolean civil(StyleRow row, String text) {
        return !text.isBlank() && civility(row, text) >= THRESHOLD;
    }
}
