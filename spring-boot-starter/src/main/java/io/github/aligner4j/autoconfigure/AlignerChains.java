// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.AlignerStack;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The chains that the properties define, each a stack of Aligners, for code that corrects texts itself. Immutable and safe for
 * use by several threads.
 */
public final class AlignerChains {

    private final Map<String, AlignerStack> stacks;

    /** Creates chains from their stacks, by name. */
    public AlignerChains(Map<String, AlignerStack> stacks) {
        this.stacks = Collections.unmodifiableMap(new TreeMap<>(stacks));
    }

    /** Returns the names of the chains, sorted. */
    public Set<String> names() {
        return stacks.keySet();
    }

    /** Returns the chains by name, sorted. */
    public Map<String, AlignerStack> stacks() {
        return stacks;
    }

    /** Returns whether a chain has this name. */
    public boolean contains(String name) {
        return stacks.containsKey(name);
    }

    /**
     * Returns the chain of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public AlignerStack get(String name) {
        AlignerStack stack = stacks.get(name);
        if (stack == null) {
            throw new IllegalArgumentException("no chain has the name '" + name + "'; choose from " + names());
        }
        return stack;
    }
}
