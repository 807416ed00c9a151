package io.github.aligner4j.completion;

/** Hears a completion while it is generated. */
@FunctionalInterface
public interface CompletionListener {

    /** Hears nothing. */
    CompletionListener NONE = text -> {};

    /**
     * Called with the next piece of the completion: never empty, never half a character, never part of a stop string. The
     * pieces, concatenated, are {@link Completion#text()}.
     *
     * <p>Called on one thread, in order, before the call returns; an engine may wait for it, so it should be quick. An
     * exception thrown here ends the call and reaches its caller.
     */
    void onText(String text);
}
