// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.Layer;
import io.github.aligner4j.Rollout;
import io.github.aligner4j.autoconfigure.AlignerChains;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;

/**
 * The chains of the application as one browser session has them: of the same Aligners, with modes that the session can change
 * without changing anyone else's, and with a listener of its own.
 */
final class VisitChains {

    private final Map<String, AlignerStack> stacks = new LinkedHashMap<>();

    VisitChains(AlignerChains chains, CorrectionListener listener) {
        chains.names().forEach(name -> stacks.put(name, copy(chains.get(name), listener)));
    }

    private static AlignerStack copy(AlignerStack chain, CorrectionListener listener) {
        AlignerStack.Builder copy = AlignerStack.builder(chain.name()).listener(listener);
        for (Layer layer : chain.layers()) {
            copy.layer(layer.withRollout(Rollout.of(layer.rollout().state())));
        }
        return copy.build();
    }

    /** Returns all chains. */
    Collection<AlignerStack> all() {
        return stacks.values();
    }

    /**
     * Returns the chain of this name.
     *
     * @throws RefusedException if there is none
     */
    AlignerStack get(String chain) {
        AlignerStack stack = stacks.get(chain);
        if (stack == null) {
            throw notFound("chain");
        }
        return stack;
    }

    /**
     * Returns the layer of this name.
     *
     * @throws RefusedException if there is none
     */
    Layer layer(String chain, String layer) {
        return get(chain).layers().stream()
                .filter(candidate -> candidate.name().equals(layer))
                .findFirst()
                .orElseThrow(() -> notFound("layer"));
    }

    private static RefusedException notFound(String kind) {
        return new RefusedException(
                HttpStatus.NOT_FOUND, "there is no such " + kind + ": GET /api/modes lists them all");
    }
}
