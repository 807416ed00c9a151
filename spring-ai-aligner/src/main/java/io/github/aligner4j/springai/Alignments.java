// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.answer.AnswerCorrector;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.ai.chat.client.ChatClientRequest;

/** The Aligners of one advisor: its own, and those that a request can choose by the name of a chain. */
final class Alignments {

    private final Alignment own;
    private final Map<String, Alignment> chains = new TreeMap<>();

    Alignments(AlignerAdvisors.Builder builder) {
        this.own = alignment(builder, builder.aligner, builder.attributes);
        builder.chains.forEach((name, aligner) -> {
            Map<String, Object> attributes = new HashMap<>(builder.attributes);
            attributes.put(RequestAttributes.CHAIN, name);
            chains.put(name, alignment(builder, aligner, attributes));
        });
    }

    private static Alignment alignment(
            AlignerAdvisors.Builder builder, Aligner aligner, Map<String, Object> attributes) {
        builder.options.streaming().requireSupported(aligner);
        CorrectionThreads threads = builder.executor == null
                ? CorrectionThreads.of(aligner)
                : new CorrectionThreads(builder.executor, builder.executor);
        return new Alignment(new AnswerCorrector(aligner, builder.onCorrection), threads, builder.options, attributes);
    }

    /** Returns the Aligner of requests that choose none. */
    Aligner aligner() {
        return own.corrector().aligner();
    }

    AdvisorOptions options() {
        return own.options();
    }

    /**
     * Returns the settings for {@code request}.
     *
     * @throws IllegalArgumentException if it chooses an unknown chain
     */
    Alignment of(ChatClientRequest request) {
        Object chain = request.context().get(AlignerAdvisor.CHAIN);
        if (chain == null) {
            return own;
        }
        Alignment chosen = chain instanceof String name ? chains.get(name) : null;
        if (chosen == null) {
            throw new IllegalArgumentException(unknown(chain));
        }
        return chosen;
    }

    private String unknown(Object chain) {
        String parameter = "the advisor parameter " + AlignerAdvisor.CHAIN;
        if (!(chain instanceof String)) {
            return parameter + " must be the name of a chain, a string, but was a "
                    + chain.getClass().getName();
        }
        return parameter + " names no chain: '" + chain + "'; "
                + (chains.isEmpty()
                        ? "there are none, set them by AlignerAdvisors.builder(aligner).chains(...)"
                        : "there are " + String.join(", ", chains.keySet()));
    }
}
