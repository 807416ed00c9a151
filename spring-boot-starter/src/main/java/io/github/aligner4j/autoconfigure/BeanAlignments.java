// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alignment of each bean that can be aligned. Those of beans that exist when the application has started are logged
 * together; those of beans that are created later are logged one by one, each once. Safe for use by several threads.
 */
final class BeanAlignments {

    private static final Logger LOG = LoggerFactory.getLogger(BeanAlignments.class);

    private final Map<String, BeanAlignment> alignments = new LinkedHashMap<>();
    private boolean started;

    /** Adds a bean that a chain aligns. */
    void aligned(String bean, String kind, String chain) {
        add(bean, new BeanAlignment(kind, chain, ""));
    }

    /** Adds a bean that is not aligned. */
    void notAligned(String bean, String kind, String reason) {
        add(bean, new BeanAlignment(kind, null, reason));
    }

    private synchronized void add(String bean, BeanAlignment alignment) {
        boolean known = alignments.put(bean, alignment) != null;
        if (!started || known) {
            return;
        }
        if (alignment.chain() != null) {
            LOG.info("'{}' ({}) is aligned by the chain '{}'", bean, alignment.kind(), alignment.chain());
        } else {
            LOG.info("'{}' ({}) is not aligned: {}", bean, alignment.kind(), alignment.reason());
        }
    }

    /** Adds those that are planned, and returns all. From now on, new ones are logged when they are added. */
    synchronized Map<String, BeanAlignment> start(Map<String, BeanAlignment> planned) {
        started = true;
        planned.forEach(alignments::putIfAbsent);
        return new LinkedHashMap<>(alignments);
    }

    /**
     * The alignment of one bean.
     *
     * @param kind the kind of the bean
     * @param chain the chain that aligns it, or null if none does
     * @param reason the reason why none does; empty if one does
     */
    record BeanAlignment(String kind, @Nullable String chain, String reason) {}
}
