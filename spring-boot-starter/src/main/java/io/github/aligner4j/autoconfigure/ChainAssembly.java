package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.autoconfigure.AlignerProperties.Chain;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Builds the stack of each chain, from Aligners that the properties define and Aligner beans.
 *
 * @param aligners the Aligners that the properties define, and Aligner beans
 * @param listeners the listeners of every stack
 */
record ChainAssembly(AlignerRegistry aligners, List<CorrectionListener> listeners) {

    AlignerChains assemble(Map<String, Chain> plan) {
        // Checks the definitions that no chain uses too.
        aligners.names().forEach(aligners::definition);
        Set<String> used = aligners.withRoutes(
                plan.values().stream().flatMap(chain -> chain.layers().stream()).collect(Collectors.toSet()));
        Map<String, AlignerStack> stacks = new LinkedHashMap<>();
        plan.forEach((name, chain) -> stacks.put(name, stack(name, chain, used)));
        return new AlignerChains(stacks);
    }

    private AlignerStack stack(String name, Chain chain, Set<String> used) {
        AlignerStack.Builder builder = AlignerStack.builder(name).listener(CorrectionListener.all(listeners));
        chain.layers().forEach(layer -> builder.layer(layer(name, layer, used)));
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new AlignerSetupException(
                    "The chain '" + name + "' can't be built: " + e.getMessage() + ".",
                    "Correct aligner.chains." + name + ".layers.",
                    e);
        }
    }

    private Layer layer(String chain, String name, Set<String> used) {
        Layer layer = Layer.of(name, aligners.aligner(name, "The chain '" + chain + "'", used));
        return aligners.isDefined(name) ? layer.withFailurePolicy(policy(aligners.definition(name))) : layer;
    }

    private static FailurePolicy policy(Definition definition) {
        return switch (definition.onFailure()) {
            case FAIL_CLOSED -> FailurePolicy.failClosed();
            case FAIL_OPEN -> FailurePolicy.failOpen();
            case REFUSE -> FailurePolicy.refuse(Objects.requireNonNull(definition.refusal()));
        };
    }
}
