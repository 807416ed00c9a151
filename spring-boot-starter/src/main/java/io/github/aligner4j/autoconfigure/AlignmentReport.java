package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.autoconfigure.AlignerProperties.Chain;
import io.github.aligner4j.autoconfigure.BeanOutcomes.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Tells whoever starts the application, in one block, which clients and models are aligned by which chain. */
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
        LOG.info("{}", text(new TreeMap<>(bindings.outcomes().started(bindings.planned()))));
    }

    private String text(Map<String, Outcome> outcomes) {
        List<String> lines = new ArrayList<>();
        lines.add("What Aligner4J aligns:");
        for (String chain : chains.names()) {
            lines.add("  chain '" + chain + "': " + layers(chain) + policies(chain));
            List<String> beans = beans(outcomes, chain);
            lines.addAll(beans.isEmpty() ? List.of("    no bean; code may use it") : beans);
        }
        outcomes.forEach((bean, outcome) -> {
            if (outcome.chain() == null) {
                lines.add("  not aligned: " + bean + " (" + outcome.kind() + "), " + outcome.reason());
            }
        });
        return String.join(System.lineSeparator(), lines);
    }

    private static List<String> beans(Map<String, Outcome> outcomes, String chain) {
        return outcomes.entrySet().stream()
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

    /** An application that makes the chains itself says elsewhere what happens to structured output. */
    private String policies(String chain) {
        Chain plan = bindings.plan().get(chain);
        return plan == null
                ? ""
                : "; structured output: " + spelt(plan.structuredOutput()) + ", text beside tool calls: "
                        + spelt(plan.toolTurnText());
    }

    private static String spelt(Enum<?> policy) {
        return policy.name().toLowerCase(Locale.ROOT);
    }
}
