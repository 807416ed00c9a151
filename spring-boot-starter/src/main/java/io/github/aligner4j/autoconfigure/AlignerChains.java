package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.AlignerStack;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The chains that the properties define, each a stack of Aligners: for code that corrects by itself or lets its users pick a
 * chain. Immutable and safe for use by several threads.
 */
public final class AlignerChains {

    private final Map<String, AlignerStack> stacks;

    /** Creates it from stacks by their chain's name. */
    public AlignerChains(Map<String, AlignerStack> stacks) {
        this.stacks = Collections.unmodifiableMap(new TreeMap<>(stacks));
    }

    /** The names of the chains, sorted. */
    public Set<String> names() {
        return stacks.keySet();
    }

    /** Returns whether there is a chain of this name. */
    public boolean contains(String name) {
        return stacks.containsKey(name);
    }

    /**
     * Returns a chain.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public AlignerStack get(String name) {
        AlignerStack stack = stacks.get(name);
        if (stack == null) {
            throw new IllegalArgumentException("no chain '" + name + "'; chains are " + names());
        }
        return stack;
    }
}
