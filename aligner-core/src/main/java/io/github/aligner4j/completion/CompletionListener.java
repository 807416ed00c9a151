// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.completion;

/** Receives a completion while it is generated. */
@FunctionalInterface
public interface CompletionListener {

    /** A listener that does nothing. */
    CompletionListener NONE = text -> {};

    /**
     * Called with the next chunk of the completion: never empty, never half a character, never part of a stop string. The
     * chunks, concatenated, are {@link Completion#text()}.
     *
     * <p>Called on one thread, in order, before the call returns. An engine may wait for it, so it should return quickly. An
     * exception thrown here ends the call and reaches its caller.
     */
    void onText(String text);
}
