package io.github.aligner4j;

import io.github.aligner4j.completion.Cancellation;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds one correction and is not part of its text.
 *
 * @param cancellation lets another thread end the call
 * @param deadline when the caller gives up, or null for never
 * @param maxNewTokens how many tokens an Aligner's model may write in all (of a stack, each layer's), or empty if the
 *     caller sets no limit
 * @param text hears the corrected text, piece by piece and in order, on one thread; a piece is never empty
 */
public record CorrectionCall(
        Cancellation cancellation, @Nullable Instant deadline, OptionalInt maxNewTokens, Consumer<String> text) {

    /** A call that is never cancelled, never late, and heard by nobody. */
    public static final CorrectionCall PLAIN =
            new CorrectionCall(Cancellation.never(), null, OptionalInt.empty(), piece -> {});

    /** Checks that nothing required is missing. */
    public CorrectionCall {
        Objects.requireNonNull(cancellation, "cancellation");
        Objects.requireNonNull(maxNewTokens, "maxNewTokens");
        Objects.requireNonNull(text, "text");
    }

    /** Creates a call without a limit of tokens. */
    public CorrectionCall(Cancellation cancellation, @Nullable Instant deadline, Consumer<String> text) {
        this(cancellation, deadline, OptionalInt.empty(), text);
    }

    /** Returns a call that {@code cancellation} can end. */
    public static CorrectionCall cancelledBy(Cancellation cancellation) {
        return new CorrectionCall(cancellation, null, PLAIN.text);
    }

    /** Returns a copy that is heard by {@code text}. */
    public CorrectionCall heardBy(Consumer<String> text) {
        return new CorrectionCall(cancellation, deadline, maxNewTokens, text);
    }

    /** Returns a copy that nobody hears. */
    public CorrectionCall unheard() {
        return heardBy(PLAIN.text);
    }

    /** Returns a copy whose deadline is {@code instant}, unless it already has an earlier one. */
    public CorrectionCall notAfter(Instant instant) {
        boolean earlier = deadline != null && deadline.isBefore(instant);
        return earlier ? this : new CorrectionCall(cancellation, instant, maxNewTokens, text);
    }

    /**
     * Returns a copy in which at most {@code limit} tokens are written, unless its limit is lower already.
     *
     * @throws IllegalArgumentException if {@code limit} is below 1
     */
    public CorrectionCall atMost(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a call's limit of new tokens must be at least 1, but was " + limit);
        }
        boolean lower = maxNewTokens.orElse(Integer.MAX_VALUE) <= limit;
        return lower ? this : new CorrectionCall(cancellation, deadline, OptionalInt.of(limit), text);
    }

    /** Returns whether anybody hears the text; if not, it may as well come as a whole. */
    public boolean heard() {
        return text != PLAIN.text;
    }

    /** Lets {@link #text()} hear a piece, unless it is empty. */
    public void emit(String piece) {
        if (!piece.isEmpty()) {
            text.accept(piece);
        }
    }
}
