package io.github.aligner4j.evaluation.metric;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What sacreBLEU's metrics have in common: texts, and one or several references of each. */
final class References {

    /** The sacreBLEU whose numbers ours are equal to. */
    static final String VERSION = "version:2.6.0";

    private References() {}

    /**
     * Makes sure that each output has a reference.
     *
     * @throws IllegalArgumentException otherwise, or if there is no output
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

    /** Returns the beginning of a signature: how many references there are. */
    static String count(List<List<String>> references) {
        Set<Integer> counts = references.stream().map(List::size).collect(Collectors.toSet());
        return "nrefs:" + (counts.size() == 1 ? counts.iterator().next() : "var");
    }
}
