// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.ShadowQueue;
import io.github.aligner4j.autoconfigure.AlignerProperties.Chain;
import io.github.aligner4j.autoconfigure.LayerProperties.Retry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Builds the stack of each chain, from Aligners that the properties define and Aligner beans.
 *
 * @param aligners the Aligners that the properties define, and Aligner beans
 * @param beans the bean factory with chat models and detectors
 * @param listeners the listeners of every stack
 * @param shadowQueue the queue of what layers in the mode "shadow" observe
 */
record ChainAssembly(
        AlignerRegistry aligners,
        ListableBeanFactory beans,
        List<CorrectionListener> listeners,
        ShadowQueue shadowQueue) {

    AlignerChains assemble(Map<String, Chain> plan) {
        // Checks the definitions that no chain uses too.
        aligners.names().forEach(aligners::definition);
        Set<String> used = aligners.withRoutes(plan.values().stream()
                .flatMap(chain -> chain.layers().stream())
                .flatMap(ChainAssembly::aligners)
                .collect(Collectors.toSet()));
        Map<String, AlignerStack> stacks = new LinkedHashMap<>();
        plan.forEach((name, chain) -> stacks.put(name, stack(name, chain, used)));
        return new AlignerChains(stacks);
    }

    private static Stream<String> aligners(LayerProperties layer) {
        List<String> names = new ArrayList<>();
        if (layer.aligner() != null) {
            names.add(layer.aligner());
        }
        Retry retry = layer.retry();
        if (retry != null && retry.aligner() != null) {
            names.add(retry.aligner());
        }
        return names.stream();
    }

    private AlignerStack stack(String name, Chain chain, Set<String> used) {
        LayerFactory factory = new LayerFactory(name, aligners, beans, used);
        AlignerStack.Builder builder = AlignerStack.builder(name)
                .listener(CorrectionListener.all(listeners))
                .shadowQueue(shadowQueue);
        for (int i = 0; i < chain.layers().size(); i++) {
            builder.layer(factory.layer(i, chain.layers().get(i)));
        }
        AlignerStack stack = builder.build();
        try {
            chain.streaming().requireSupported(stack);
        } catch (IllegalArgumentException e) {
            throw new AlignerSetupException(
                    "aligner.chains." + name + ".streaming is 'sentence', but the chain does not allow it: "
                            + e.getMessage() + ".",
                    "Remove the property, or change the layers.",
                    e);
        }
        return stack;
    }
}
