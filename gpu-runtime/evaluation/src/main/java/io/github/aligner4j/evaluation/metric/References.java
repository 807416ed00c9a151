// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.metric;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks and signatures that sacreBLEU's metrics have in common. */
final class References {

    /** The version of sacreBLEU with the same scores. */
    static final String VERSION = "version:2.6.0";

    private References() {}

    /**
     * Requires at least one output, and at least one reference for each.
     *
     * @throws IllegalArgumentException otherwise
     */
    static void check(List<String> outputs, List<List<String>> references) {
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("there is no output to score; at least 1 is needed");
        }
        if (outputs.size() != references.size()) {
            throw new IllegalArgumentException("each output needs its references, but there are " + outputs.size()
                    + " outputs and references of " + references.size());
        }
        for (int i = 0; i < references.size(); i++) {
            if (references.get(i).isEmpty()) {
                throw new IllegalArgumentException("output " + i + " has no reference; at least 1 is needed");
            }
        }
    }

    /** Returns the first part of a signature: the number of references. */
    static String count(List<List<String>> references) {
        Set<Integer> counts = references.stream().map(List::size).collect(Collectors.toSet());
        return "nrefs:" + (counts.size() == 1 ? counts.iterator().next() : "var");
    }
}
