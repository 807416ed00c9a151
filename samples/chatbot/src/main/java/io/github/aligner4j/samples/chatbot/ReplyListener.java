// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

/** A listener for a streamed reply: the text of the corrected answer in pieces, then the whole reply or a failure. */
interface ReplyListener {

    /** Called repeatedly while there is no text yet; returns whether the visitor still waits for it. */
    boolean isWaiting();

    /** Called with each piece of the text; returns whether the visitor still listens. */
    boolean onPiece(String text);

    /** Called once, at the end. */
    void onReply(Reply reply);

    /** Called once, instead of {@link #onReply}. */
    void onFailure(NoReplyException failure);
}
