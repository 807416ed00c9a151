package io.github.aligner4j.langchain4j;

import io.github.aligner4j.Aligner;

/** Keeps an Aligner from correcting its own corrections. */
final class SameAligner {

    private SameAligner() {}

    /**
     * Returns whether {@code model} corrects with {@code aligner}.
     *
     * @throws IllegalArgumentException if it does, but with other options
     */
    static boolean corrects(AligningModel<?> model, Aligner aligner, AlignmentOptions options) {
        if (model.aligner() != aligner) {
            return false;
        }
        if (!model.options().equals(options)) {
            throw new IllegalArgumentException("the model is already aligned by this Aligner with " + model.options()
                    + "; unwrap it first to align it with " + options);
        }
        return true;
    }
}
