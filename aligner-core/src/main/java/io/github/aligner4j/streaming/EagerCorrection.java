package io.github.aligner4j.streaming;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.SafeSession;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * For adapters of streaming models: shows an Aligner the answer while it streams, and corrects it by that Aligner in the end.
 *
 * <p>A session is begun with the answer's first word, unless that may be the beginning of JSON, which a program reads: such
 * answers are mostly not corrected at all. Whoever feeds it is neither held up nor sees an exception.
 *
 * <p>Safe for use by several threads, provided that pieces are appended in order.
 */
public final class EagerCorrection implements Aligner, AutoCloseable {

    private final Object lock = new Object();
    private final Aligner aligner;
    private final Supplier<CorrectionRequest> question;
    private final Executor executor;
    private final StringBuilder blank = new StringBuilder();
    private @Nullable CorrectionSession session;
    private boolean closed;

    /**
     * Creates it; nothing happens before the first word.
     *
     * @param aligner corrects
     * @param question tells what is known before the answer; asked at most once
     * @param executor runs what is done ahead, see {@link Aligner#begin}
     */
    public EagerCorrection(Aligner aligner, Supplier<CorrectionRequest> question, Executor executor) {
        this.aligner = aligner;
        this.question = question;
        this.executor = executor;
    }

    /** Takes the next piece of the answer; after {@link #close} it is ignored. */
    public void append(String piece) {
        try {
            synchronized (lock) {
                if (session != null) {
                    session.append(piece);
                } else if (!closed) {
                    begin(piece);
                }
            }
        } catch (Throwable e) {
            // The question can't be had. What isn't done ahead is done, or fails, at the end.
            close();
        }
    }

    private void begin(String piece) {
        blank.append(piece);
        if (piece.isBlank()) {
            return;
        }
        if ("{[`".indexOf(piece.strip().charAt(0)) >= 0) {
            closed = true;
            return;
        }
        session = SafeSession.begin(aligner, question.get(), executor);
        session.append(blank.toString());
    }

    /** Completes the session with the first answer that is to be corrected; others are corrected without. */
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

    /** Ends what is done ahead; the answer is either corrected already, or going to be without it, or not at all. */
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
