// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.autoconfigure.AlignerProperties.Chain;
import io.github.aligner4j.autoconfigure.BeanAlignments.BeanAlignment;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The chain of each bean. It is created before the chains themselves, so that a model on which an Aligner depends can be
 * excluded.
 */
final class ChainBindings {

    /** The reason why beans that aligner.exclude names are not aligned. */
    static final String EXCLUDED = "aligner.exclude names it";

    /** The reason why beans that the application aligns itself are not aligned. */
    static final String OWN = "the application aligns it itself";

    private static final String UNBOUND = "no chain names it, and there is no chain 'default'";

    private final ObjectProvider<AlignerChains> chains;
    private final Map<String, String> chainByBean = new HashMap<>();
    private final Set<String> excluded;
    private final Map<String, Chain> plan;
    private final AlignableBeans beans;
    private final BeanAlignments alignments = new BeanAlignments();

    /**
     * Checks the bindings.
     *
     * @param excluded the names of beans that are never aligned
     * @param plan the chains by name
     * @param chains provides the stack of each chain
     * @param beans finds the beans that can be aligned
     */
    ChainBindings(
            Collection<String> excluded,
            Map<String, Chain> plan,
            ObjectProvider<AlignerChains> chains,
            AlignableBeans beans) {
        this.excluded = Set.copyOf(excluded);
        this.plan = plan;
        this.chains = chains;
        this.beans = beans;
        this.excluded.forEach(bean -> beans.require(bean, "aligner.exclude"));
        plan.forEach(this::bind);
    }

    private void bind(String name, Chain chain) {
        String property = "aligner.chains." + name + ".applies-to";
        for (String bean : chain.appliesTo()) {
            beans.require(bean, property);
            if (excluded.contains(bean)) {
                throw new AlignerSetupException(
                        property + " and aligner.exclude both name the bean '" + bean + "'.",
                        "Remove it from one of them.");
            }
            String other = chainByBean.put(bean, name);
            if (name.equals(other)) {
                throw new AlignerSetupException(
                        property + " names the bean '" + bean + "' twice.", "Remove one of the two.");
            }
            if (other != null) {
                throw new AlignerSetupException(
                        "Two chains, '" + other + "' and '" + name + "', apply to the bean '" + bean + "'.",
                        "Remove it from one applies-to. To apply the Aligners of both, name them in the layers of one chain.");
            }
        }
    }

    /** Returns whether the properties exclude the bean. */
    boolean isExcluded(String bean) {
        return excluded.contains(bean);
    }

    /** Returns the alignments of the beans created so far. */
    BeanAlignments alignments() {
        return alignments;
    }

    /** Returns the properties of the chains, by name. */
    Map<String, Chain> plan() {
        return plan;
    }

    /** Returns the planned alignment of each bean that can be aligned, created or not. */
    Map<String, BeanAlignment> planned() {
        Map<String, BeanAlignment> planned = new TreeMap<>();
        beans.kinds().forEach((bean, kind) -> {
            if (!ScopedProxyUtils.isScopedTarget(bean)) {
                planned.put(bean, planned(bean, kind));
            }
        });
        return planned;
    }

    private BeanAlignment planned(String bean, String kind) {
        if (isExcluded(bean)) {
            return new BeanAlignment(kind, null, EXCLUDED);
        }
        String chain = chainByBean.getOrDefault(bean, plan.containsKey(ChainPlan.DEFAULT) ? ChainPlan.DEFAULT : null);
        return chain == null ? new BeanAlignment(kind, null, UNBOUND) : new BeanAlignment(kind, chain, "");
    }

    /** Returns the binding of the bean, or empty if no chain aligns it. */
    Optional<Binding> bindingOf(String bean) {
        // A scoped target also has a proxy that is a bean; aligning both would align twice.
        if (isExcluded(bean) || ScopedProxyUtils.isScopedTarget(bean)) {
            return Optional.empty();
        }
        String chain = chainByBean.get(bean);
        return chain == null ? unnamed() : Optional.of(binding(chain, true));
    }

    /** Returns the binding of beans that no chain names, or empty if no chain aligns them. */
    Optional<Binding> unnamed() {
        return plan.containsKey(ChainPlan.DEFAULT) ? Optional.of(binding(ChainPlan.DEFAULT, false)) : Optional.empty();
    }

    private Binding binding(String chain, boolean named) {
        AlignerChains all = chains.getObject();
        return new Binding(all.get(chain), Objects.requireNonNull(plan.get(chain)), named, all.stacks());
    }

    /**
     * The chain that aligns a bean.
     *
     * @param stack the chain's layers
     * @param chain the properties of the chain
     * @param named true if the chain names the bean, false if it is the default chain
     * @param chains the layers of all chains by name, of which a request can choose
     */
    record Binding(AlignerStack stack, Chain chain, boolean named, Map<String, AlignerStack> chains) {}
}
