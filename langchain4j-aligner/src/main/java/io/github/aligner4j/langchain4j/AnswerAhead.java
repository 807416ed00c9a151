package io.github.aligner4j.langchain4j;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCall;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows an Aligner the answer of an upstream stream while it streams, and corrects it by that Aligner in the end.
 *
 * <p>It is begun with the answer's first word, unless that may be the beginning of JSON, which a program reads. Fed on
 * upstream's threads, which it neither holds up nor lets see an exception.
 */
final class AnswerAhead implements Aligner {

    private final Object lock = new Object();
    private final Aligner aligner;
    private final Supplier<CorrectionSession> beginning;
    private final StringBuilder blank = new StringBuilder();
    private @Nullable CorrectionSession session;
    private boolean closed;

    /**
     * Creates it.
     *
     * @param beginning begins a session of {@code aligner}
     */
    AnswerAhead(Aligner aligner, Supplier<CorrectionSession> beginning) {
        this.aligner = aligner;
        this.beginning = beginning;
    }

    void append(String piece) {
        try {
            synchronized (lock) {
                if (session != null) {
                    session.append(piece);
                } else if (!closed) {
                    begin(piece);
                }
            }
        } catch (RuntimeException e) {
            // Only a broken session throws. What it can't do ahead is done, or fails, at the end.
            close();
        }
    }

    private void begin(String piece) {
        String words = blank.append(piece).toString().strip();
        if (words.isEmpty()) {
            return;
        }
        if ("{[`".indexOf(words.charAt(0)) >= 0) {
            closed = true;
            return;
        }
        session = beginning.get();
        session.append(blank.toString());
    }

    @Override
    public Correction correct(CorrectionRequest request) {
        return correct(request, CorrectionCall.PLAIN);
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionCall call) {
        CorrectionSession begun;
        synchronized (lock) {
            begun = closed ? null : session;
        }
        return begun == null ? aligner.correct(request, call) : begun.complete(request, call);
    }

    /** Ends what is done ahead; the answer is either corrected already, or going to be without it, or not at all. */
    void close() {
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
