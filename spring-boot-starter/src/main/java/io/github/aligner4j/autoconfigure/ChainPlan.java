// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.autoconfigure.AlignerProperties.Chain;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.beans.factory.ListableBeanFactory;

/** The chains of an application, with defaults for those that its properties leave out. */
final class ChainPlan {

    /** The name of the chain that binds all beans that no other chain names. */
    static final String DEFAULT = "default";

    /** The name of the embedded Aligner, if neither the properties nor a bean define one. */
    static final String CIVILITY = "civility";

    private ChainPlan() {}

    /** Returns the chains, sorted by name. Creates no beans. */
    static Map<String, Chain> of(AlignerProperties properties, ListableBeanFactory beans) {
        if (properties.chains().isEmpty()) {
            return Map.of(DEFAULT, Chain.of(onlyAligner(properties, beans)));
        }
        Map<String, Chain> chains = new TreeMap<>(properties.chains());
        chains.forEach(ChainPlan::check);
        return chains;
    }

    private static String onlyAligner(AlignerProperties properties, ListableBeanFactory beans) {
        if (!properties.aligners().isEmpty()) {
            return only(new TreeSet<>(properties.aligners().keySet()), "aligner.aligners defines ");
        }
        Set<String> names = new TreeSet<>(List.of(beans.getBeanNamesForType(Aligner.class, true, false)));
        return names.isEmpty() ? CIVILITY : only(names, "The beans of type Aligner are ");
    }

    private static String only(Set<String> names, String start) {
        if (names.size() > 1) {
            throw new AlignerSetupException(
                    start + names + ", but no chain says which of them correct, and in which order.",
                    "Set aligner.chains.default.layers, for example to " + String.join(",", names) + ".");
        }
        return names.iterator().next();
    }

    private static void check(String name, Chain chain) {
        String group = "aligner.chains." + name;
        if (chain.layers().isEmpty()) {
            throw new AlignerSetupException(
                    "The chain '" + name + "' has no layers.",
                    "Set " + group + ".layers to the names of Aligners, in the order in which they correct.");
        }
        LayerChecks.check(name, chain);
        Integer depth = chain.conversationDepth();
        if (depth != null && depth < 0) {
            throw new AlignerSetupException(
                    group + ".conversation-depth is " + depth + ", but must be at least 0.",
                    "Set it to a number of messages, to 0 to show the question only, or leave it out for all.");
        }
    }
}
