package io.github.aligner4j.langchain4j;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * The settings of an aligned model.
 *
 * @param aligner corrects answers
 * @param options the treatment of answers that are more than text
 * @param onCorrection receives each correction
 * @param attributes attributes of all correction requests
 * @param executor runs streams and asynchronous calls
 */
record Alignment(
        Aligner aligner,
        AlignmentOptions options,
        BiConsumer<? super CorrectionRequest, ? super Correction> onCorrection,
        Map<String, Object> attributes,
        Executor executor) {

    /** The listener that ignores corrections. */
    static final BiConsumer<Object, Object> NO_LISTENER = (request, correction) -> {};

    /**
     * Returns whether this corrects as {@code other} does; executors and attributes are not compared.
     *
     * @throws IllegalArgumentException if it has the same Aligner with other options or another listener, which would be lost
     */
    boolean corrects(Alignment other) {
        if (aligner != other.aligner) {
            return false;
        }
        if (!options.equals(other.options)) {
            throw new IllegalArgumentException("the model is already aligned by this Aligner with " + options
                    + "; unwrap it first to align it with " + other.options);
        }
        if (!onCorrection.equals(other.onCorrection)) {
            throw new IllegalArgumentException("the model is already aligned by this Aligner with another onCorrection"
                    + " listener; unwrap it first, or set the listener where it is aligned first");
        }
        return true;
    }
}
