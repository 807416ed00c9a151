package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.autoconfigure.AlignerProperties.Chain;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Which bean is aligned by which chain. Immutable. Known before the chains are, so that a model that an Aligner needs can be
 * excluded before there is an Aligner.
 */
final class ChainBindings {

    private final ObjectProvider<AlignerChains> chains;
    private final Map<String, String> chainByBean = new HashMap<>();
    private final Set<String> excluded;
    private final boolean bindsUnnamed;

    ChainBindings(AlignerProperties properties, ObjectProvider<AlignerChains> chains, AlignableBeans beans) {
        this.chains = chains;
        this.excluded = Set.copyOf(properties.exclude());
        Map<String, Chain> plan = ChainPlan.of(properties);
        this.bindsUnnamed = plan.containsKey(ChainPlan.DEFAULT);
        excluded.forEach(bean -> beans.require(bean, "aligner.exclude"));
        plan.forEach((name, chain) -> bind(name, chain, beans));
    }

    private void bind(String name, Chain chain, AlignableBeans beans) {
        if (chain.appliesTo() == null) {
            return;
        }
        String property = "aligner.chains." + name + ".applies-to";
        for (String bean : chain.appliesTo()) {
            beans.require(bean, property);
            if (excluded.contains(bean)) {
                throw new AlignerSetupException(
                        "The bean '" + bean + "' is named by " + property + " and by aligner.exclude.",
                        "Remove it from one of them.");
            }
            String other = chainByBean.put(bean, name);
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
        return named == null
                ? unnamed().map(stack -> new Binding(stack, false))
                : Optional.of(new Binding(stack(named), true));
    }

    /** Returns what aligns beans that no chain names, if anything does. */
    Optional<AlignerStack> unnamed() {
        return bindsUnnamed ? Optional.of(stack(ChainPlan.DEFAULT)) : Optional.empty();
    }

    private AlignerStack stack(String chain) {
        return chains.getObject().get(chain);
    }

    /**
     * What aligns a bean.
     *
     * @param stack the chain
     * @param named whether the chain names the bean, rather than binding all that is left
     */
    record Binding(AlignerStack stack, boolean named) {}
}
