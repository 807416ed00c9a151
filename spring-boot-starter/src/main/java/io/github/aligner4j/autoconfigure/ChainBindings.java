package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.autoconfigure.AlignerProperties.Chain;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Which bean is aligned by which chain. Immutable. Known before the chains are, so that a model that an Aligner needs can be
 * excluded before there is an Aligner.
 */
final class ChainBindings {

    private static final Logger LOG = LoggerFactory.getLogger(ChainBindings.class);

    private final ObjectProvider<AlignerChains> chains;
    private final Map<String, String> chainByBean = new HashMap<>();
    private final Set<String> excluded;
    private final Map<String, Chain> plan;

    ChainBindings(AlignerProperties properties, ObjectProvider<AlignerChains> chains, AlignableBeans beans) {
        this.chains = chains;
        this.excluded = Set.copyOf(properties.exclude());
        this.plan = ChainPlan.of(properties);
        excluded.forEach(bean -> beans.require(bean, "aligner.exclude"));
        plan.forEach((name, chain) -> bind(name, chain, beans));
    }

    private void bind(String name, Chain chain, AlignableBeans beans) {
        String property = "aligner.chains." + name + ".applies-to";
        for (String bean : chain.appliesTo()) {
            beans.require(bean, property);
            if (excluded.contains(bean)) {
                throw new AlignerSetupException(
                        "The bean '" + bean + "' is named by " + property + " and by aligner.exclude.",
                        "Remove it from one of them.");
            }
            String other = chainByBean.put(bean, name);
            if (name.equals(other)) {
                throw new AlignerSetupException(
                        property + " names the bean '" + bean + "' twice.", "Remove it from there once.");
            }
            if (other != null) {
                throw new AlignerSetupException(
                        "The bean '" + bean + "' is bound by two chains, '" + other + "' and '" + name + "'.",
                        "Remove it from one applies-to. To apply the Aligners of both, put them into the layers of one chain.");
            }
        }
    }

    /** Returns whether the properties say that the bean is not to be aligned. */
    boolean isExcluded(String bean) {
        return excluded.contains(bean);
    }

    /** Returns what aligns the bean, or empty if nothing does. */
    Optional<Binding> bindingOf(String bean) {
        // Behind each scoped target there is a proxy that is a bean, too; aligning both would align twice.
        if (isExcluded(bean) || ScopedProxyUtils.isScopedTarget(bean)) {
            return Optional.empty();
        }
        String named = chainByBean.get(bean);
        return named == null ? unnamed() : Optional.of(binding(named, true));
    }

    /** Returns what aligns beans that no chain names, if anything does. */
    Optional<Binding> unnamed() {
        return plan.containsKey(ChainPlan.DEFAULT) ? Optional.of(binding(ChainPlan.DEFAULT, false)) : Optional.empty();
    }

    private Binding binding(String chain, boolean named) {
        return new Binding(chains.getObject().get(chain), Objects.requireNonNull(plan.get(chain)), named);
    }

    /**
     * What aligns a bean.
     *
     * @param stack the chain's layers
     * @param chain what the properties say of the chain
     * @param named whether the chain names the bean, rather than binding all that is left
     */
    record Binding(AlignerStack stack, Chain chain, boolean named) {

        /** Tells whoever starts the application what became of a bean. */
        void log(String bean) {
            LOG.info("'{}' is aligned by the chain '{}': {}", bean, stack.name(), chain.layers());
        }
    }
}
