// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;

/** The text of one stream on its way through the Aligner, as a whole or sentence by sentence. */
interface StreamedText extends AutoCloseable {

    /** Shows the Aligner the next piece. Called on the upstream model's threads, in order; never blocks or throws. */
    void append(String piece);

    /** Keeps the next piece, which {@link #append} was called with before. Called on the stream's thread. */
    void keep(String piece);

    /** Notes that the response has a tool call. Called on the stream's thread. */
    void toolCall();

    /**
     * Returns true if the text can't be completed at once; {@code whenIdle} is then run, on another thread, when it can. Called on
     * the stream's thread.
     */
    boolean isBusy(Runnable whenIdle);

    /** Emits what is left of the corrected text, and returns {@code response} corrected. Called on the stream's thread. */
    ChatResponse complete(ChatResponse response);

    /** Returns the answer so far as a response, after a layer refused. Called on the stream's thread. */
    ChatResponse refusal();

    /** Cancels the work of the Aligner. Closing again does nothing. */
    @Override
    void close();
}
