// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.text.BrokenCharacters;
import org.jspecify.annotations.Nullable;

/**
 * Streams a model's reply to the listener as far as the rules of {@link Replies} can't change it any more.
 *
 * <p>The beginning, and what follows an introduction, is held back until it has a second line or more than {@value
 * Replies#MAX_INTRODUCTION} characters: before, it may be {@code UNCHANGED} or an introduction. A reply that may be wrapped as
 * a whole, in a code block or quotation marks, is held back to its end, and so is any reply to an original answer with carriage
 * returns. White space and what may become a tag are held back until more text follows. A broken character or a tag of the
 * frame ends the stream before it and rejects the correction.
 *
 * <p>For one reply, on one thread.
 */
final class EditOutput {

    /** The maximum length of a tag, white space in it included. */
    private static final int MAX_TAG = 40;

    /** The length from which on a reply whose beginning is still unclear is delivered as a whole. */
    private static final int MAX_UNDECIDED = 4_096;

    private final String original;
    private final Frame frame;
    private final CorrectionContext context;
    private final @Nullable BrokenCharacters broken;
    private final StringBuilder reply = new StringBuilder();
    private State state;
    private int emitted;
    private int visible; // the end of the last character that is not white space

    /**
     * Creates it.
     *
     * @param broken finds broken characters, or null if they are allowed
     */
    EditOutput(String original, Frame frame, CorrectionContext context, @Nullable BrokenCharacters broken) {
        this.original = original;
        this.frame = frame;
        this.context = context;
        this.broken = broken;
        this.state = context.isStreaming() && original.indexOf('\r') < 0 ? State.UNDECIDED : State.WHOLE;
    }

    /** Reads the next chunk of the reply. */
    void append(String chunk) {
        reply.append(chunk);
        int blank = chunk.length() - chunk.stripTrailing().length();
        if (blank < chunk.length()) {
            visible = reply.length() - blank;
        }
        if (state == State.UNDECIDED) {
            decide();
        }
        if (state == State.STREAMING) {
            stream();
        }
    }

    /**
     * Returns the corrected answer.
     *
     * @throws CorrectionRejectedException if the reply is cut off or breaks the rules
     */
    String finish(Completion completion) {
        if (completion.finishReason() == FinishReason.LENGTH) {
            throw new CorrectionRejectedException(
                    "it was cut off after " + completion.usage().completionTokens()
                            + " tokens; raise max-new-tokens, or correct shorter answers");
        }
        return Replies.corrected(completion.text(), original, frame);
    }

    private void decide() {
        if (reply.length() > MAX_UNDECIDED) {
            state = State.WHOLE;
            return;
        }
        String text = reply.toString().stripLeading();
        if (!isTelling(text)) {
            return;
        }
        int introduction = Replies.introduction(text, original);
        String rest = text.substring(introduction);
        if (!isTelling(rest)) {
            return;
        }
        boolean whole =
                Replies.beginsUnchanged(text) || Replies.beginsUnchanged(rest) || Replies.mayBeWrapped(rest, frame);
        state = whole ? State.WHOLE : State.STREAMING;
        emitted = reply.length() - text.length() + introduction;
        if (state == State.STREAMING) {
            emit(Replies.leadingSpace(original));
        }
    }

    private static boolean isTelling(String beginning) {
        boolean longEnough = beginning.length() > Replies.MAX_INTRODUCTION
                || beginning.stripTrailing().indexOf('\n') >= 0;
        return longEnough && !Replies.mayBecomeUnchanged(beginning);
    }

    private void stream() {
        int end = settled();
        if (end <= emitted) {
            return;
        }
        int from = emitted;
        emitted = end;
        if (frame.isIn(reply.substring(from, end), 0)) {
            throw Replies.frameRepeated();
        }
        emit(reply.substring(from, end));
    }

    private void emit(String text) {
        context.emit(broken == null ? text : broken.next(text));
        if (broken != null && broken.found().isPresent()) {
            throw new CorrectionRejectedException(String.format(
                    "it has a broken or invisible character, U+%04X, that the answer lacks",
                    broken.found().getAsInt()));
        }
    }

    /** Returns the end of the text that later text can't change: before white space at the end, and before an open tag. */
    private int settled() {
        return beforeOpenTag(Math.max(visible, emitted));
    }

    /** Searches no farther back than a tag is long, so that time grows with the text. */
    private int beforeOpenTag(int end) {
        for (int i = end - 1; i >= Math.max(emitted, end - MAX_TAG); i--) {
            if (reply.charAt(i) == '>') {
                return end;
            }
            if (reply.charAt(i) == '<') {
                return i;
            }
        }
        return end;
    }

    private enum State {
        UNDECIDED,
        STREAMING,
        WHOLE
    }
}
