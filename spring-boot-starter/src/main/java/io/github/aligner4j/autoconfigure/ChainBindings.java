package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.autoconfigure.AlignerProperties.Chain;
import io.github.aligner4j.autoconfigure.BeanOutcomes.Outcome;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The chain of each bean. Immutable. Known before the chains are, so that a model that an Aligner needs can be
 * excluded before there is an Aligner.
 */
final class ChainBindings {

    /** The reason for leaving beans that aligner.exclude names unaligned. */
    static final String EXCLUDED = "aligner.exclude names it";

    /** The reason for leaving beans that the application aligns itself. */
    static final String OWN = "the application has it aligned by itself";

    private static final String UNBOUND = "no chain names it, and there is no chain 'default'";

    private final ObjectProvider<AlignerChains> chains;
    private final Map<String, String> chainByBean = new HashMap<>();
    private final Set<String> excluded;
    private final Map<String, Chain> plan;
    private final AlignableBeans beans;
    private final BeanOutcomes outcomes = new BeanOutcomes();

    ChainBindings(AlignerProperties properties, ObjectProvider<AlignerChains> chains, AlignableBeans beans) {
        this.chains = chains;
        this.beans = beans;
        this.excluded = Set.copyOf(properties.exclude());
        this.plan = ChainPlan.of(properties);
        excluded.forEach(bean -> beans.require(bean, "aligner.exclude"));
        plan.forEach(this::bind);
    }

    private void bind(String name, Chain chain) {
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

    /** Returns the outcomes for the beans made so far. */
    BeanOutcomes outcomes() {
        return outcomes;
    }

    /** The chains, by name, as far as the properties define them. */
    Map<String, Chain> plan() {
        return plan;
    }

    /** Returns what is going to become of each bean that can be aligned, whether or not it is made yet. */
    Map<String, Outcome> planned() {
        Map<String, Outcome> planned = new TreeMap<>();
        beans.kinds().forEach((bean, kind) -> {
            if (!ScopedProxyUtils.isScopedTarget(bean)) {
                planned.put(bean, planned(bean, kind));
            }
        });
        return planned;
    }

    private Outcome planned(String bean, String kind) {
        if (isExcluded(bean)) {
            return new Outcome(kind, null, EXCLUDED);
        }
        String chain = chainByBean.getOrDefault(bean, plan.containsKey(ChainPlan.DEFAULT) ? ChainPlan.DEFAULT : null);
        return chain == null ? new Outcome(kind, null, UNBOUND) : new Outcome(kind, chain, "");
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
     * The chain that aligns a bean.
     *
     * @param stack the chain's layers
     * @param chain the properties of the chain
     * @param named true if the chain names the bean; false if the bean is bound to the chain of all that are left
     */
    record Binding(AlignerStack stack, Chain chain, boolean named) {}
}
