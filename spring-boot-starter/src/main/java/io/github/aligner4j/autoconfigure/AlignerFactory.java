// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Loads the Aligners that properties define. An application, or a test, can define a bean of this type to replace the one that
 * loads checkpoints.
 */
@FunctionalInterface
public interface AlignerFactory {

    /**
     * Loads an Aligner. One that is {@link AutoCloseable} is closed with the application.
     *
     * @param name its name in the properties
     * @param definition its definition in the properties
     * @throws RuntimeException if it can't be loaded, with a message that says why
     */
    Aligner open(String name, AlignerProperties.Definition definition);

    /**
     * Loads Aligners that can share a checkpoint, as their definitions differ only in adapter, strength, cache and failure
     * policy. Called once for each group of definitions that chains use. The default opens each by itself.
     *
     * @param definitions the definitions, by name; at least one
     * @return one Aligner for each name
     * @throws RuntimeException if one of them can't be loaded, with a message that says why
     */
    default Map<String, Aligner> openSharing(Map<String, AlignerProperties.Definition> definitions) {
        Map<String, Aligner> opened = new LinkedHashMap<>();
        definitions.forEach((name, definition) -> opened.put(name, open(name, definition)));
        return opened;
    }

    /**
     * Has an Aligner that this factory opened on a checkpoint in this JVM correct a short text, so that the first real correction takes
     * no longer than later ones. Called when the application starts. This default does nothing.
     */
    default void warmUp(Aligner opened) {}

    /** Returns the state of an Aligner that this factory opened. Must not run inference. */
    default AlignerState state(Aligner opened) {
        return AlignerState.LOADED;
    }
}
