// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.SafeSession;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows an Aligner an answer while the upstream model streams it, and corrects the complete answer by the same Aligner. Created
 * by {@link AnswerCorrector#begin}.
 *
 * <p>The session begins with the first word of the answer, after the model's thinking, unless that word may be the beginning of
 * JSON, whose strings are corrected one by one when it is complete, if at all. {@link #append} never blocks and never throws.
 *
 * <p>Safe for use by several threads, provided that chunks are appended in order.
 */
@Incubating
public final class EagerCorrection implements Aligner, AutoCloseable {

    private final Object lock = new Object();
    private final Aligner aligner;
    private final Supplier<CorrectionRequest> question;
    private final Executor executor;
    private final ThinkingSplitter splitter;
    private final StringBuilder blank = new StringBuilder();
    private @Nullable CorrectionSession session;
    private boolean closed;

    EagerCorrection(Aligner aligner, boolean thinkingOpened, Supplier<CorrectionRequest> question, Executor executor) {
        this.aligner = aligner;
        this.question = question;
        this.executor = executor;
        this.splitter = new ThinkingSplitter(thinkingOpened);
    }

    /** Appends the next chunk of the upstream model's text, thinking included. Does nothing after {@link #close}. */
    public void append(String chunk) {
        try {
            synchronized (lock) {
                String answer = closed ? "" : splitter.append(chunk);
                if (answer.isEmpty()) {
                    return;
                }
                if (session != null) {
                    session.append(answer);
                } else {
                    begin(answer);
                }
            }
        } catch (Throwable e) {
            // The answer is corrected, or fails, when it is complete.
            close();
        }
    }

    private void begin(String chunk) {
        blank.append(chunk);
        if (chunk.isBlank()) {
            return;
        }
        if ("{[`".indexOf(chunk.strip().charAt(0)) >= 0) {
            closed = true;
            return;
        }
        session = SafeSession.begin(aligner, question.get(), executor);
        session.append(blank.toString());
    }

    /** Completes the session with the first answer to correct; further answers are corrected without it. */
    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        CorrectionSession begun = take();
        try {
            return AlignerCall.correct(begun == null ? aligner : begun::complete, request, context);
        } finally {
            if (begun != null) {
                begun.close();
            }
        }
    }

    private @Nullable CorrectionSession take() {
        synchronized (lock) {
            CorrectionSession begun = closed ? null : session;
            closed = true;
            return begun;
        }
    }

    /** Cancels the early work, unless an answer was corrected with it. */
    @Override
    public void close() {
        CorrectionSession begun;
        synchronized (lock) {
            closed = true;
            begun = session;
            session = null;
        }
        if (begun != null) {
            begun.close();
        }
    }
}
