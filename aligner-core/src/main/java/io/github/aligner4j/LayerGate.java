package io.github.aligner4j;

import java.util.Optional;

/** Decides whether a layer of a stack applies to an answer: by language, length, chain, or a classifier. */
@FunctionalInterface
public interface LayerGate {

    /** Lets every answer in. */
    LayerGate ALWAYS = request -> Optional.empty();

    /**
     * Returns why the layer does not apply to {@code request}, or empty if it does. The reason ends up in the {@link
     * LayerTrace}, so it must not quote the texts. An exception thrown here counts as the layer's failure.
     */
    Optional<String> reasonToSkip(CorrectionRequest request);
}
