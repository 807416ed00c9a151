// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest audit entries of one browser session. Safe for use by several threads. */
final class AuditTrail {

    static final int MAX_ENTRIES = 100;

    private final Deque<AuditEntry> entries = new ArrayDeque<>();

    /** Returns the entries, the latest first. */
    synchronized List<AuditEntry> entries() {
        return List.copyOf(entries);
    }

    /** Adds an entry, and forgets the oldest if there are too many. */
    synchronized void add(AuditEntry entry) {
        entries.addFirst(entry);
        if (entries.size() > MAX_ENTRIES) {
            entries.removeLast();
        }
    }
}
