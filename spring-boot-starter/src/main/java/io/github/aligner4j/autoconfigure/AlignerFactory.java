package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Loads the Aligners that properties define. An application that defines a bean of this type decides how.
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
     * Loads the Aligners that chains use and that can share what is loaded: their definitions differ in nothing but adapter,
     * strength, cache and what happens on failure. Each definition is loaded once, here; this default opens each by itself.
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

    /** Returns how an Aligner that this factory opened is doing. Must not run inference. */
    default AlignerState state(Aligner opened) {
        return AlignerState.LOADED;
    }
}
