// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judging;

import io.github.aligner4j.evaluation.judge.Judgment;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Keeps judgments, so that none is paid twice. Implementations must be safe for use by several threads. */
public interface JudgmentStore {

    /** Returns the judgment that was added with {@code key}, if there is one. */
    Optional<Judgment> find(String key);

    /**
     * Adds a judgment.
     *
     * @throws java.io.UncheckedIOException if it can't be kept
     */
    void add(String key, Judgment judgment);

    /** Returns a store in memory. */
    static JudgmentStore inMemory() {
        ConcurrentMap<String, Judgment> judgments = new ConcurrentHashMap<>();
        return new JudgmentStore() {
            @Override
            public Optional<Judgment> find(String key) {
                return Optional.ofNullable(judgments.get(key));
            }

            @Override
            public void add(String key, Judgment judgment) {
                judgments.put(key, judgment);
            }
        };
    }
}
