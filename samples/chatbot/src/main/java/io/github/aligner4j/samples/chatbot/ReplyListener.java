package io.github.aligner4j.samples.chatbot;

/** Hears a reply as it comes: pieces of the corrected answer, and then either the whole reply or why there is none. */
interface ReplyListener {

    /** Called now and then while there is no piece yet; returns whether anyone still waits for one. */
    boolean isWaiting();

    /** Called with each piece of the corrected answer; returns whether anyone still listens. */
    boolean onPiece(String text);

    /** Called once, at the end. */
    void onReply(Reply reply);

    /** Called once, instead of {@link #onReply}. */
    void onFailure(NoReplyException failure);
}
