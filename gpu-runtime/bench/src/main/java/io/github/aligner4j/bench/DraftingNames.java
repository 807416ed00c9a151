// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.drafting.Drafting;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names of drafting strategies on the command line: {@code none}, {@code prompt-lookup}, {@code residual}. */
public final class DraftingNames {

    private DraftingNames() {}

    /** Returns the name of {@code strategy}. */
    public static String name(Drafting strategy) {
        return strategy.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the strategy called {@code name}.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static Drafting byName(String name) {
        for (Drafting strategy : Drafting.values()) {
            if (name(strategy).equals(name.strip())) {
                return strategy;
            }
        }
        String names = Arrays.stream(Drafting.values()).map(DraftingNames::name).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("drafting must be one of " + names + ", but was '" + name + "'");
    }
}
