package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.ChainBindings.Binding;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.ObjectProvider;

/** Finds a bean's chain from within a bean post-processor, which exists before chains do. */
record BindingLookup(ObjectProvider<ChainBindings> bindings) {

    private static final String CHAINS = "alignerChains";

    /** Returns what aligns the bean, or empty if nothing does. */
    Optional<Binding> bindingOf(String bean) {
        try {
            return bindings.getObject().bindingOf(bean);
        } catch (BeanCreationException e) {
            if (!isCycleThrough(bean, e)) {
                throw e;
            }
            throw new AlignerSetupException(
                    "The bean '" + bean + "' is to be aligned, but an Aligner itself needs it.",
                    "Add '" + bean + "' to aligner.exclude, so that the Aligner gets the model as it is.",
                    e);
        }
    }

    /** Notes what became of beans. */
    BeanOutcomes outcomes() {
        return bindings.getObject().outcomes();
    }

    /** Returns whether the properties say that the bean is not to be aligned. */
    boolean isExcluded(String bean) {
        return bindings.getObject().isExcluded(bean);
    }

    /** The cycle closes at the model if the model was asked for first, and at the chains if they were. */
    private static boolean isCycleThrough(String bean, BeanCreationException failure) {
        Throwable root = failure.getMostSpecificCause();
        return root instanceof BeanCurrentlyInCreationException cycle
                && Set.of(bean, CHAINS).contains(String.valueOf(cycle.getBeanName()));
    }
}
