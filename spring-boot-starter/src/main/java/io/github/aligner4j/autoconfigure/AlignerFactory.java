package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;

/**
 * Loads the Aligners that properties define. An application that defines a bean of this type decides how.
 */
@FunctionalInterface
public interface AlignerFactory {

    /**
     * Loads an Aligner; called once for each definition that a chain uses. An Aligner that is {@link AutoCloseable} is closed
     * with the application.
     *
     * @param name what the properties call it
     * @param definition what they say
     * @throws RuntimeException if it can't be loaded, with a message that says why
     */
    Aligner open(String name, AlignerProperties.Definition definition);

    /** Returns how an Aligner that this factory opened is doing. Must not run inference. */
    default AlignerState state(Aligner opened) {
        return AlignerState.LOADED;
    }
}
