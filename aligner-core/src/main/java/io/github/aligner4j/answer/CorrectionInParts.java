package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.ContextUse;
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

/** The correction of an answer some parts of which are corrected, each on its own, and others kept. For one thread. */
final class CorrectionInParts {

    private final CorrectionRequest request;
    private final CorrectionContext context;
    private final long started = System.nanoTime();
    private final StringBuilder result = new StringBuilder();
    private final Map<String, String> corrected = new HashMap<>();
    private TokenUsage usage = TokenUsage.NONE;
    private ContextUse contextUse = ContextUse.NONE;
    private @Nullable Correction only;
    private @Nullable CorrectionContext limited;

    CorrectionInParts(CorrectionRequest request, CorrectionContext context) {
        this.request = request;
        this.context = context;
    }

    /** Appends a part unchanged. */
    void keep(String part) {
        result.append(part);
        context.emit(part);
    }

    /** Appends the correction of the only corrected part, which is streamed. */
    void correct(String part, Aligner aligner) {
        only = correct(part, context, aligner);
    }

    /** Appends the correction of one of several parts, which is streamed. */
    void correctOneOfSeveral(String part, Aligner aligner) {
        correct(part, next(aligner), aligner);
    }

    private Correction correct(String part, CorrectionContext limits, Aligner aligner) {
        Correction correction =
                call(part, context.isStreaming() ? limits.withListener(context::emit) : limits, aligner);
        result.append(correction.answer());
        return correction;
    }

    /** Returns the correction of a text without appending it; equal texts are corrected once. */
    String corrected(String text, Aligner aligner) {
        String known = corrected.get(text);
        if (known == null) {
            known = call(text, next(aligner), aligner).answer();
            corrected.put(text, known);
        }
        return known;
    }

    /** Returns the context of one of several parts, which share the limits of one correction. */
    private CorrectionContext next(Aligner aligner) {
        throwIfInterrupted();
        if (limited == null) {
            limited = aligner.limits().applyTo(context.withoutListener());
        }
        int spent = usage.completionTokens();
        int limit = limited.maxNewTokens().orElse(Integer.MAX_VALUE);
        if (spent >= limit) {
            throw new AlignerException("an answer's parts need more than the " + limit
                    + " tokens that they may have together; raise max-new-tokens, or ask for shorter answers");
        }
        return limited.maxNewTokens().isEmpty() ? limited : limited.withMaxNewTokens(limit - spent);
    }

    /** An Aligner need not notice an interrupt, so it is checked between two calls. */
    private static void throwIfInterrupted() {
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
        Correction correction = Correction.of(request.answer(), result.toString(), usage, elapsed)
                .withContextUse(contextUse);
        return only == null ? correction : correction.withLayers(only.layers()).withDetections(only.detections());
    }

    private Correction call(String text, CorrectionContext limits, Aligner aligner) {
        AlignerCall call = new AlignerCall(limits);
        try {
            Correction correction = call.correct(aligner, request.withAnswer(text));
            usage = usage.plus(correction.usage());
            contextUse = correction.contextUse();
            return correction;
        } catch (AlignerException e) {
            call.throwListenerFailure();
            throw e;
        } catch (RuntimeException e) {
            call.throwListenerFailure();
            throw new AlignerException("the Aligner gave no correction: " + Failures.describe(e), e);
        }
    }
}
