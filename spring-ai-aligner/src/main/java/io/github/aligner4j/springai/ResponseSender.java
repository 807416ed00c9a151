// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientResponse;

/** Sends a response with its answers replaced; if the upstream model is asked again, its last response goes on in its place. */
final class ResponseSender {

    private final UpstreamChain upstream;
    private final Consumer<ChatClientResponse> out;
    private StreamedResponse.Resending resending;
    private boolean switched;

    ResponseSender(StreamedResponse response, UpstreamChain upstream, Consumer<ChatClientResponse> out) {
        this.upstream = upstream;
        this.out = out;
        this.resending = response.resend(out);
    }

    /** Sends what comes before the next answer, and returns the answer, or null if there is none left. */
    @Nullable String next() {
        followUpstream();
        return resending.next();
    }

    /** Returns the number of the generation whose answer {@link #next} returned. */
    int index() {
        return resending.index();
    }

    /** Sends a piece of the text that replaces the answer. */
    void write(String piece) {
        followUpstream();
        resending.write(piece);
    }

    /** Returns the last chunk, to be completed and sent when no answer is left. */
    ChatClientResponse last() {
        return resending.last();
    }

    /** Goes on with the last response, after the beginning of its answer: the answer has been corrected already. */
    private void followUpstream() {
        if (upstream.reprompted() && !switched) {
            switched = true;
            resending = upstream.response().resend(out);
            resending.next();
        }
    }
}
