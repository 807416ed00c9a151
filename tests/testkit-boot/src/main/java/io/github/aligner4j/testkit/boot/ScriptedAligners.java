// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit.boot;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.autoconfigure.AlignerFactory;
import io.github.aligner4j.autoconfigure.AlignerProperties;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The scripted Aligners of a test, by their names in the properties. An application without {@code aligner.aligners} has one:
 * {@code civility}.
 *
 * <p>They change nothing until a test scripts them, and are {@linkplain ScriptedAligner#reset() reset} after each test. Safe for use
 * by several threads.
 */
public final class ScriptedAligners implements AlignerFactory {

    private final Map<String, ScriptedAligner> opened = new ConcurrentHashMap<>();

    ScriptedAligners() {}

    /**
     * Returns the Aligner {@code name}.
     *
     * @throws IllegalArgumentException if no chain uses an Aligner of that name
     */
    public ScriptedAligner get(String name) {
        ScriptedAligner aligner = opened.get(name);
        if (aligner == null) {
            throw new IllegalArgumentException(
                    "there is no scripted Aligner '" + name + "'; the chains of this test use "
                            + new TreeSet<>(opened.keySet()) + ", so define aligner.aligners." + name
                            + " and add it to a chain");
        }
        return aligner;
    }

    /** Opens a scripted Aligner; its definition is not read. */
    @Override
    public Aligner open(String name, AlignerProperties.Definition definition) {
        return opened.computeIfAbsent(name, unused -> ScriptedAligner.unchanged());
    }

    void reset() {
        opened.values().forEach(ScriptedAligner::reset);
    }
}
