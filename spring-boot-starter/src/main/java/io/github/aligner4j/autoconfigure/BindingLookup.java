// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.ChainBindings.Binding;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Finds the chain of a bean for bean post-processors, which exist before the chains do.
 *
 * @param bindings provides the chain of each bean
 */
record BindingLookup(ObjectProvider<ChainBindings> bindings) {

    private static final String CHAINS = "alignerChains";

    /** Returns the binding of the bean, or empty if no chain aligns it. */
    Optional<Binding> bindingOf(String bean) {
        try {
            return bindings.getObject().bindingOf(bean);
        } catch (BeanCreationException e) {
            if (!isCycleThrough(bean, e)) {
                throw e;
            }
            throw new AlignerSetupException(
                    "The bean '" + bean + "' can't be aligned, since an Aligner depends on it.",
                    "Add '" + bean + "' to aligner.exclude, so that the Aligner gets the unaligned model.",
                    e);
        }
    }

    /** Returns the alignments of the beans created so far. */
    BeanAlignments alignments() {
        return bindings.getObject().alignments();
    }

    /** Returns whether the properties exclude the bean. */
    boolean isExcluded(String bean) {
        return bindings.getObject().isExcluded(bean);
    }

    /** Returns whether the chains and the bean depend on each other; whichever was requested first is reported. */
    private static boolean isCycleThrough(String bean, BeanCreationException failure) {
        Throwable root = failure.getMostSpecificCause();
        return root instanceof BeanCurrentlyInCreationException cycle
                && Set.of(bean, CHAINS).contains(String.valueOf(cycle.getBeanName()));
    }
}
