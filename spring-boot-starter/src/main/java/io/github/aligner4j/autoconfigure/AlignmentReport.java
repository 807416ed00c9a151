// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.autoconfigure.AlignerProperties.Chain;
import io.github.aligner4j.autoconfigure.BeanAlignments.BeanAlignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Logs, when the application has started, which clients and models are aligned by which chain. */
final class AlignmentReport implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(AlignmentReport.class);

    private final ChainBindings bindings;
    private final AlignerChains chains;
    private final AlignerRegistry aligners;

    AlignmentReport(ChainBindings bindings, AlignerChains chains, AlignerRegistry aligners) {
        this.bindings = bindings;
        this.chains = chains;
        this.aligners = aligners;
    }

    @Override
    public void afterSingletonsInstantiated() {
        LOG.info("{}", text(new TreeMap<>(bindings.alignments().start(bindings.planned()))));
    }

    private String text(Map<String, BeanAlignment> alignments) {
        List<String> lines = new ArrayList<>();
        lines.add("Aligner4J alignment report:");
        for (String chain : chains.names()) {
            lines.add("  chain '" + chain + "': " + layers(chain) + policies(chain));
            List<String> beans = beans(alignments, chain);
            lines.addAll(beans.isEmpty() ? List.of("    no bean; for code that gets it from AlignerChains") : beans);
        }
        alignments.forEach((bean, alignment) -> {
            if (alignment.chain() == null) {
                lines.add("  not aligned: " + bean + " (" + alignment.kind() + "), " + alignment.reason());
            }
        });
        return String.join(System.lineSeparator(), lines);
    }

    private static List<String> beans(Map<String, BeanAlignment> alignments, String chain) {
        return alignments.entrySet().stream()
                .filter(bean -> chain.equals(bean.getValue().chain()))
                .map(bean -> "    " + bean.getKey() + " (" + bean.getValue().kind() + ")")
                .toList();
    }

    private String layers(String chain) {
        return chains.get(chain).layers().stream()
                .map(layer -> new LayerReport(layer, properties(chain, layer.name())).text(aligners))
                .collect(Collectors.joining(", then "));
    }

    /** Returns the properties of a layer, or null if an application defines the chains itself. */
    private @Nullable LayerProperties properties(String chain, String layer) {
        Chain properties = bindings.plan().get(chain);
        return properties == null
                ? null
                : properties.layers().stream()
                        .filter(named -> named.title().equals(layer))
                        .findFirst()
                        .orElse(null);
    }

    /** Returns the policies of a chain; none if an application defines the chains itself. */
    private String policies(String chain) {
        Chain properties = bindings.plan().get(chain);
        return properties == null
                ? ""
                : "; structured output: " + LayerReport.propertyValue(properties.structuredOutput())
                        + ", text beside tool calls: " + LayerReport.propertyValue(properties.toolTurnText())
                        + (properties.streaming() == StreamingPolicy.SENTENCE ? ", streaming: sentence" : "")
                        + (properties.thinking() == ThinkingPolicy.DROP ? ", thinking: drop" : "");
    }
}
