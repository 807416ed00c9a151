package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.AlignerProperties.Chain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The chains of an application, with defaults for everything that its properties leave out. */
final class ChainPlan {

    /** The chain that binds all beans no other chain names. */
    static final String DEFAULT = "default";

    /** The embedded Aligner, if the properties define none. */
    static final String CIVILITY = "civility";

    private ChainPlan() {}

    /** Returns the chains, sorted by name. */
    static Map<String, Chain> of(AlignerProperties properties) {
        if (properties.chains().isEmpty()) {
            return Map.of(DEFAULT, Chain.of(onlyAligner(properties)));
        }
        Map<String, Chain> chains = new TreeMap<>(properties.chains());
        chains.forEach(ChainPlan::check);
        return chains;
    }

    private static String onlyAligner(AlignerProperties properties) {
        List<String> names = new ArrayList<>(new TreeMap<>(properties.aligners()).keySet());
        if (names.size() > 1) {
            throw new AlignerSetupException(
                    "aligner.aligners defines " + names
                            + ", but no chain says which of them correct, and in which order.",
                    "Set aligner.chains.default.layers, for example to " + String.join(",", names) + ".");
        }
        return names.isEmpty() ? CIVILITY : names.get(0);
    }

    private static void check(String name, Chain chain) {
        String group = "aligner.chains." + name;
        if (chain.layers().isEmpty()) {
            throw new AlignerSetupException(
                    "The chain '" + name + "' has no layers.",
                    "Set " + group + ".layers to the names of Aligners, in the order in which they correct.");
        }
    }
}
