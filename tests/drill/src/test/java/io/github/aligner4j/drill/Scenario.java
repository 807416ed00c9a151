// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import java.util.Set;

/**
 * Something that goes wrong, and how the call has to end.
 *
 * @param name what goes wrong, and what comes of it
 * @param routes the ways on which it can happen
 * @param load how it gets on with others
 * @param body makes it happen, and throws if it ended in another way
 */
record Scenario(String name, Set<Route> routes, Load load, Body body) {

    static Scenario of(String name, Set<Route> routes, Body body) {
        return new Scenario(name, routes, Load.LIGHT, body);
    }

    Scenario with(Load other) {
        return new Scenario(name, routes, other, body);
    }

    /** How a scenario gets on with others at the same time. */
    enum Load {
        /** Any number at once. */
        LIGHT,
        /** Needs the model that has room for one: one at a time. */
        NARROW,
        /** Takes much memory or time: two at once. */
        HEAVY,
        /** Disturbs all others: alone. */
        ALONE
    }

    /** Makes something go wrong on one way. */
    @FunctionalInterface
    interface Body {

        /** Returns if the call ended as it has to. */
        void run(World world, Route route) throws Exception;
    }
}
