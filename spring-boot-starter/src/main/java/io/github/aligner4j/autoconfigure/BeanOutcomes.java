package io.github.aligner4j.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outcome for each bean that can be aligned. Beans made while the application starts are logged together at the end, those
 * made later one by one, each once. Safe for use by several threads.
 */
final class BeanOutcomes {

    private static final Logger LOG = LoggerFactory.getLogger(BeanOutcomes.class);

    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
    private boolean started;

    /** Says that a bean is aligned by a chain. */
    void aligned(String bean, String kind, String chain) {
        note(bean, new Outcome(kind, chain, ""));
    }

    /** Says that a bean is left as it is. */
    void left(String bean, String kind, String reason) {
        note(bean, new Outcome(kind, null, reason));
    }

    private synchronized void note(String bean, Outcome outcome) {
        boolean known = outcomes.put(bean, outcome) != null;
        if (!started || known) {
            return;
        }
        if (outcome.chain() != null) {
            LOG.info("'{}' ({}) is aligned by the chain '{}'", bean, outcome.kind(), outcome.chain());
        } else {
            LOG.info("'{}' ({}) is not aligned: {}", bean, outcome.kind(), outcome.reason());
        }
    }

    /** Returns what is known when the application has started; what comes later is logged at once. */
    synchronized Map<String, Outcome> started(Map<String, Outcome> planned) {
        started = true;
        planned.forEach(outcomes::putIfAbsent);
        return new LinkedHashMap<>(outcomes);
    }

    /**
     * The outcome for one bean.
     *
     * @param kind the kind of bean
     * @param chain the chain that aligns it, or null if none does
     * @param reason the reason why none does
     */
    record Outcome(String kind, @Nullable String chain, String reason) {}
}
