package io.github.aligner4j;

import java.time.Instant;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The circumstances of one correction: everything about a call that is not part of its text. Immutable.
 *
 * @param cancellation lets another thread cancel the call
 * @param deadline the instant at which the caller gives up, or null for none
 * @param maxNewTokens the number of tokens that the model of an Aligner may generate in all (in a stack: of each layer), or empty
 *     for no limit of the caller's
 * @param onText receives the corrected text chunk by chunk, in order, on one thread; a chunk is never empty
 */
public record CorrectionContext(
        Cancellation cancellation, @Nullable Instant deadline, OptionalInt maxNewTokens, Consumer<String> onText) {

    /** A context with no cancellation, deadline, limit or listener. */
    public static final CorrectionContext DEFAULT =
            new CorrectionContext(Cancellation.never(), null, OptionalInt.empty(), piece -> {});

    /** Checks that nothing required is missing. */
    public CorrectionContext {
        Objects.requireNonNull(cancellation, "cancellation");
        Objects.requireNonNull(maxNewTokens, "maxNewTokens");
        Objects.requireNonNull(onText, "onText");
    }

    /** Creates a context without a limit of new tokens. */
    public CorrectionContext(Cancellation cancellation, @Nullable Instant deadline, Consumer<String> onText) {
        this(cancellation, deadline, OptionalInt.empty(), onText);
    }

    /** Returns a copy that {@code cancellation} can cancel. */
    public CorrectionContext withCancellation(Cancellation cancellation) {
        return new CorrectionContext(cancellation, deadline, maxNewTokens, onText);
    }

    /** Returns a copy whose text goes to the listener {@code onText}. */
    public CorrectionContext withListener(Consumer<String> onText) {
        return new CorrectionContext(cancellation, deadline, maxNewTokens, onText);
    }

    /** Returns a copy without a listener. */
    public CorrectionContext withoutListener() {
        return withListener(DEFAULT.onText);
    }

    /** Returns a copy whose deadline is the earlier of {@code instant} and the present one. */
    public CorrectionContext withDeadline(Instant instant) {
        boolean earlier = deadline != null && deadline.isBefore(instant);
        return earlier ? this : new CorrectionContext(cancellation, instant, maxNewTokens, onText);
    }

    /**
     * Returns a copy whose limit of new tokens is the lower of {@code limit} and the present one.
     *
     * @throws IllegalArgumentException if {@code limit} is below 1
     */
    public CorrectionContext withMaxNewTokens(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a call's limit of new tokens must be at least 1, but was " + limit);
        }
        boolean lower = maxNewTokens.orElse(Integer.MAX_VALUE) <= limit;
        return lower ? this : new CorrectionContext(cancellation, deadline, OptionalInt.of(limit), onText);
    }

    /** Returns true if a listener is attached; if not, the text need not be streamed. */
    public boolean isStreaming() {
        return onText != DEFAULT.onText;
    }

    /** Passes a chunk to the listener, unless the chunk is empty. */
    public void emit(String piece) {
        if (!piece.isEmpty()) {
            onText.accept(piece);
        }
    }
}
