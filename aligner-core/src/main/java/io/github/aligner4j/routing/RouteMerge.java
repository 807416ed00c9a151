// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.routing;

import io.github.aligner4j.Incubating;
import java.util.Arrays;
import java.util.Locale;

/** The rule by which a router merges the routes that apply to an answer. */
@Incubating
public enum RouteMerge {
    /** The first route corrects the answer; conditions after it are not evaluated. */
    FIRST,
    /** All of them correct it in order, each the correction of the one before. */
    CHAIN,
    /** All of them correct the original answer beside each other, and a judge picks the best of the results and the original. */
    JUDGE;

    /**
     * Returns the rule with a name in any case.
     *
     * @throws IllegalArgumentException if there is none, with the choices
     */
    public static RouteMerge byName(String name) {
        return Arrays.stream(values())
                .filter(merge -> merge.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("merge must be one of "
                        + Arrays.stream(values())
                                .map(merge -> merge.name().toLowerCase(Locale.ROOT))
                                .toList()
                        + ", but was '" + name + "'"));
    }
}
