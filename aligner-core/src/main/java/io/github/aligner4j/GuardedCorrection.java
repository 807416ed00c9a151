package io.github.aligner4j;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One correction in which nobody's failure becomes another's: what the listener of the text throws is thrown as it is, whatever
 * the Aligner in between made of it; what else an Aligner throws is an exception; and a correction is never null. For one
 * thread at a time.
 */
public final class GuardedCorrection {

    private final CorrectionContext call;
    private boolean heard;
    private @Nullable Throwable listenerFailure;

    public GuardedCorrection(CorrectionContext call) {
        this.call = call;
    }

    /** Returns what {@code work} makes of {@code call}. */
    public static Correction correct(CorrectionContext call, Function<CorrectionContext, @Nullable Correction> work) {
        GuardedCorrection guarded = new GuardedCorrection(call);
        try {
            Correction correction = work.apply(guarded.call());
            guarded.throwListenerFailure();
            return required(correction);
        } catch (Throwable e) {
            guarded.throwListenerFailure();
            throw Failures.toException(e);
        }
    }

    /** Returns {@code correction}, or says that there is none. */
    public static Correction required(@Nullable Correction correction) {
        if (correction == null) {
            throw new AlignerException("the Aligner returned null; to correct nothing, return the answer as it is");
        }
        return correction;
    }

    /** Returns the call to be heard through this. */
    public CorrectionContext call() {
        return call.isStreaming() ? call.withListener(this::emit) : call;
    }

    /** Returns whether any text was heard. */
    public boolean heard() {
        return heard;
    }

    /** Throws what the text's listener threw, if it did. */
    public void throwListenerFailure() {
        Throwable failure = listenerFailure;
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw Failures.toException(failure);
        }
    }

    private void emit(String piece) {
        throwListenerFailure();
        heard = true;
        try {
            call.emit(piece);
        } catch (Throwable e) {
            listenerFailure = e;
            throwListenerFailure();
        }
    }
}
