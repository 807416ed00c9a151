package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.autoconfigure.AlignerProperties.Chain;
import io.github.aligner4j.autoconfigure.BeanAlignments.BeanAlignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
        return String.join(
                ", then ", chains.get(chain).layers().stream().map(this::layer).toList());
    }

    private String layer(Layer layer) {
        return layer.name() + " (" + aligners.source(layer.name()) + ", " + policy(layer.failurePolicy()) + ")";
    }

    private static String policy(FailurePolicy policy) {
        if (policy instanceof FailurePolicy.FailOpen) {
            return "fail-open";
        }
        return policy instanceof FailurePolicy.Refuse ? "refuse" : "fail-closed";
    }

    /** Returns the policies of a chain; none if an application defines the chains itself. */
    private String policies(String chain) {
        Chain properties = bindings.plan().get(chain);
        return properties == null
                ? ""
                : "; structured output: " + propertyValue(properties.structuredOutput()) + ", text beside tool calls: "
                        + propertyValue(properties.toolTurnText());
    }

    private static String propertyValue(Enum<?> policy) {
        return policy.name().toLowerCase(Locale.ROOT);
    }
}
