package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Failures;
import io.github.aligner4j.TokenUsage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The correction of one answer, some parts of which are corrected, each on its own, and some kept. Used by one thread. */
final class CorrectionInParts {

    private final CorrectionRequest request;
    private final CorrectionContext call;
    private final long started = System.nanoTime();
    private final StringBuilder result = new StringBuilder();
    private final Map<String, String> corrected = new HashMap<>();
    private TokenUsage usage = TokenUsage.NONE;
    private @Nullable Correction only;
    private @Nullable CorrectionContext limited;

    CorrectionInParts(CorrectionRequest request, CorrectionContext call) {
        this.request = request;
        this.call = call;
    }

    /** Adds a part as it is. */
    void keep(String part) {
        result.append(part);
        call.emit(part);
    }

    /** Adds the correction of the only part that is corrected, heard while it is written. */
    void correct(String part, Aligner aligner) {
        only = correct(part, call, aligner);
    }

    /** Adds the correction of one of several parts, heard while it is written. */
    void correctOneOfSeveral(String part, Aligner aligner) {
        correct(part, next(aligner), aligner);
    }

    private Correction correct(String part, CorrectionContext limits, Aligner aligner) {
        Correction correction = asked(part, call.isStreaming() ? limits.withListener(call::emit) : limits, aligner);
        result.append(correction.answer());
        return correction;
    }

    /** Returns the correction of a text without adding it; of equal ones only the first is asked about. */
    String corrected(String text, Aligner aligner) {
        String known = corrected.get(text);
        if (known == null) {
            known = asked(text, next(aligner), aligner).answer();
            corrected.put(text, known);
        }
        return known;
    }

    /** Returns the call for one of several parts, which together have the limits of one correction. */
    private CorrectionContext next(Aligner aligner) {
        requireWanted();
        if (limited == null) {
            limited = aligner.limits().applyTo(call.withoutListener());
        }
        int spent = usage.completionTokens();
        int limit = limited.maxNewTokens().orElse(Integer.MAX_VALUE);
        if (spent >= limit) {
            throw new AlignerException("an answer's parts need more than the " + limit
                    + " tokens that they may have together; raise max-new-tokens, or ask for shorter answers");
        }
        return limited.maxNewTokens().isEmpty() ? limited : limited.withMaxNewTokens(limit - spent);
    }

    /** An Aligner need not notice an interrupt, but between two of its calls somebody must. */
    private static void requireWanted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CorrectionCancelledException("the caller was interrupted while an answer's parts were corrected");
        }
    }

    /** Returns the correction of the whole answer, with the layers of the only corrected part if there is just one. */
    Correction finish() {
        if (only != null && only.original().length() == request.answer().length()) {
            return only;
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        Correction correction = Correction.of(request.answer(), result.toString(), usage, elapsed);
        return only == null ? correction : correction.withLayers(only.layers());
    }

    private Correction asked(String text, CorrectionContext heard, Aligner aligner) {
        AlignerCall alignerCall = new AlignerCall(heard);
        try {
            Correction correction = alignerCall.correct(aligner, request.withAnswer(text));
            usage = usage.plus(correction.usage());
            return correction;
        } catch (AlignerException e) {
            alignerCall.throwListenerFailure();
            throw e;
        } catch (RuntimeException e) {
            alignerCall.throwListenerFailure();
            throw new AlignerException("the Aligner gave no correction: " + Failures.describe(e), e);
        }
    }
}
