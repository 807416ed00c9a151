// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.answer.StreamingPolicy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an aligned model.
 *
 * @param aligner corrects answers
 * @param chains the Aligners that a request can choose instead, by name
 * @param options the treatment of answers that are more than text
 * @param onCorrection receives each correction
 * @param attributes attributes of all correction requests
 * @param executor runs streams and asynchronous calls
 */
record Alignment(
        Aligner aligner,
        Map<String, Aligner> chains,
        AlignmentOptions options,
        BiConsumer<? super CorrectionRequest, ? super Correction> onCorrection,
        Map<String, Object> attributes,
        Executor executor) {

    /** The listener that ignores corrections. */
    static final BiConsumer<Object, Object> NO_LISTENER = (request, correction) -> {};

    /**
     * Returns whether this corrects as {@code other} does; executors and attributes are not compared.
     *
     * @throws IllegalArgumentException if it has the same Aligner with other chains, options or another listener, which would be lost
     */
    boolean corrects(Alignment other) {
        if (aligner != other.aligner) {
            return false;
        }
        if (!chains.equals(other.chains)) {
            throw new IllegalArgumentException("the model is already aligned by this Aligner with the chains "
                    + names(chains) + "; unwrap it first to align it with the chains " + names(other.chains));
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

    /**
     * Returns the Aligner of a chain.
     *
     * @param name the chain's name; null for the model's own Aligner
     * @throws IllegalArgumentException if there is no chain with that name
     */
    Aligner aligner(@Nullable String name) {
        Aligner chosen = name == null ? aligner : chains.get(name);
        if (chosen == null) {
            throw new IllegalArgumentException(
                    "a request chose the chain '" + name + "', but the chains of its aligned model are " + names(chains)
                            + "; choose one of them, or add it with builder(...).chains(...)");
        }
        return chosen;
    }

    /** Returns true if {@code aligner} can correct answers sentence by sentence. */
    static boolean supportsSentences(Aligner aligner) {
        try {
            StreamingPolicy.SENTENCE.requireSupported(aligner);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Returns a corrector of the answer to {@code request}.
     *
     * @param defaults the upstream model's default parameters
     * @throws IllegalArgumentException if the request chose an unknown chain
     */
    ResponseCorrector corrector(AlignedRequest request, ChatRequestParameters defaults) {
        boolean requested = RequestedFormat.isRequested(request, defaults);
        return new ResponseCorrector(this, request, options.structuredOutput().form(requested));
    }

    private static List<String> names(Map<String, Aligner> chains) {
        return chains.keySet().stream().sorted().toList();
    }
}
