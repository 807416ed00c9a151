// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The circumstances of one correction: everything about a call that is not part of its text. Start from {@link #DEFAULT} and
 * change it with the {@code withX} methods. Immutable.
 */
public final class CorrectionContext {

    private static final int UNLIMITED = Integer.MAX_VALUE;

    /** A context with no cancellation, deadline, limit or listener. */
    public static final CorrectionContext DEFAULT =
            new CorrectionContext(Cancellation.never(), new Bounds(null, UNLIMITED), null, null, false);

    private final Cancellation cancellation;
    private final Bounds bounds;
    private final @Nullable Consumer<String> listener;
    private final @Nullable Upstream upstream;
    private final boolean part;

    private CorrectionContext(
            Cancellation cancellation,
            Bounds bounds,
            @Nullable Consumer<String> listener,
            @Nullable Upstream upstream,
            boolean part) {
        this.cancellation = cancellation;
        this.bounds = bounds;
        this.listener = listener;
        this.upstream = upstream;
        this.part = part;
    }

    /** Returns the cancellation by which another thread can cancel the call. */
    public Cancellation cancellation() {
        return cancellation;
    }

    /** Returns the instant at which the caller gives up, if there is one. */
    public Optional<Instant> deadline() {
        return Optional.ofNullable(bounds.deadline);
    }

    /**
     * Returns the caller's limit of the tokens that an Aligner's model may generate, if there is one. It holds for all
     * completions of the call together, and in a stack for each layer.
     */
    public OptionalInt maxNewTokens() {
        return bounds.maxNewTokens == UNLIMITED ? OptionalInt.empty() : OptionalInt.of(bounds.maxNewTokens);
    }

    /** Returns the upstream model, if it can be asked again. */
    @Incubating
    public Optional<Upstream> upstream() {
        return Optional.ofNullable(upstream);
    }

    /** Returns a copy whose upstream model can be asked again. */
    @Incubating
    public CorrectionContext withUpstream(Upstream upstream) {
        Objects.requireNonNull(upstream, "upstream");
        return new CorrectionContext(cancellation, bounds, listener, upstream, part);
    }

    /** Returns a copy whose upstream model can't be asked again, for a correction that is not one of the whole answer. */
    @Incubating
    public CorrectionContext withoutUpstream() {
        return new CorrectionContext(cancellation, bounds, listener, null, part);
    }

    /** Returns true if the text to correct is a part of an answer, so that all of it may be deleted; see {@link #forPart}. */
    @Incubating
    public boolean isPart() {
        return part;
    }

    /**
     * Returns a copy for the correction of a part of an answer. An Aligner that {@linkplain Aligner#supportsWindows() supports
     * windows} may delete the part; the caller sees to it that something of the answer is left.
     */
    @Incubating
    public CorrectionContext forPart() {
        return new CorrectionContext(cancellation, bounds, listener, upstream, true);
    }

    /** Returns a copy that {@code cancellation} can cancel. */
    public CorrectionContext withCancellation(Cancellation cancellation) {
        Objects.requireNonNull(cancellation, "cancellation");
        return new CorrectionContext(cancellation, bounds, listener, upstream, part);
    }

    /**
     * Returns a copy whose corrected text is streamed to {@code listener}, chunk by chunk and in order. A chunk is never empty.
     * An exception of the listener ends the call and is thrown to its caller.
     */
    public CorrectionContext withListener(Consumer<String> listener) {
        Objects.requireNonNull(listener, "listener");
        return new CorrectionContext(cancellation, bounds, listener, upstream, part);
    }

    /** Returns a copy without a listener. */
    public CorrectionContext withoutListener() {
        return new CorrectionContext(cancellation, bounds, null, upstream, part);
    }

    /** Returns a copy whose deadline is the earlier of {@code instant} and the present one. */
    public CorrectionContext withDeadline(Instant instant) {
        Objects.requireNonNull(instant, "instant");
        Instant deadline = bounds.deadline;
        boolean earlier = deadline != null && deadline.isBefore(instant);
        return earlier
                ? this
                : new CorrectionContext(
                        cancellation, new Bounds(instant, bounds.maxNewTokens), listener, upstream, part);
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
        return limit >= bounds.maxNewTokens
                ? this
                : new CorrectionContext(cancellation, new Bounds(bounds.deadline, limit), listener, upstream, part);
    }

    /**
     * Fails if the deadline has passed. Not all models keep deadlines, so Aligners call this before they call a model.
     *
     * @throws DeadlineExceededException if {@code clock} shows the deadline or a later instant
     */
    public void throwIfLate(InstantSource clock) {
        Instant deadline = bounds.deadline;
        if (deadline != null && !clock.instant().isBefore(deadline)) {
            throw new DeadlineExceededException("the deadline passed before the model was called");
        }
    }

    /** Returns true if a listener is attached; if not, the text need not be streamed. */
    public boolean isStreaming() {
        return listener != null;
    }

    /** Passes a chunk to the listener, unless there is none or the chunk is empty. */
    public void emit(String chunk) {
        if (listener != null && !chunk.isEmpty()) {
            listener.accept(chunk);
        }
    }

    /** The bounds that a caller sets. */
    private record Bounds(@Nullable Instant deadline, int maxNewTokens) {}
}
