// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.routing;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.Failures;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls that run beside each other for one answer. The first failure cancels the others and is thrown; so do the caller's
 * cancellation, an interrupt and the deadline. None of them is waited for then, as a model ends its calls itself.
 */
final class ParallelCalls {

    private static final long MAX_WAIT_NANOS = Duration.ofDays(365).toNanos();

    private ParallelCalls() {}

    /**
     * Returns the results of {@code calls}, in order.
     *
     * @param executor runs all calls but the last, which runs on this thread
     * @param clock the clock by which the deadline is read
     * @param calls take a context of their own, which never streams and whose upstream model can't be asked again
     */
    static <T> List<T> all(
            Executor executor,
            CorrectionContext context,
            InstantSource clock,
            List<? extends Function<CorrectionContext, T>> calls) {
        context.cancellation().throwIfCancelled();
        Cancellation own = Cancellation.create();
        Cancellation.Registration parent = context.cancellation().onCancel(own::cancel);
        CorrectionContext branch = context.withoutListener().withoutUpstream().withCancellation(own);
        BlockingQueue<Outcome<T>> outcomes = new LinkedBlockingQueue<>();
        try (parent) {
            for (int i = 0; i < calls.size(); i++) {
                Function<CorrectionContext, T> call = calls.get(i);
                int index = i;
                Runnable task = () -> {
                    Outcome<T> outcome = Outcome.of(index, call, branch);
                    outcomes.add(outcome);
                    if (outcome.failure != null) {
                        own.cancel();
                    }
                };
                run(i + 1 < calls.size() ? executor : Runnable::run, task);
            }
            return collect(outcomes, calls.size(), context, clock);
        } catch (Throwable e) {
            own.cancel();
            throw e;
        }
    }

    private static void run(Executor executor, Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    private static <T> List<T> collect(
            BlockingQueue<Outcome<T>> outcomes, int count, CorrectionContext context, InstantSource clock) {
        List<@Nullable T> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.add(null);
        }
        for (int i = 0; i < count; i++) {
            Outcome<T> outcome = next(outcomes, context, clock);
            if (outcome.failure != null) {
                context.cancellation().throwIfCancelled();
                throw outcome.failure;
            }
            results.set(outcome.index, outcome.result);
        }
        List<T> all = new ArrayList<>();
        for (T result : results) {
            if (result != null) {
                all.add(result);
            }
        }
        return all;
    }

    private static <T> Outcome<T> next(
            BlockingQueue<Outcome<T>> outcomes, CorrectionContext context, InstantSource clock) {
        Cancellation.Registration waking =
                context.cancellation().onCancel(() -> outcomes.add(new Outcome<>(0, null, cancelled())));
        try (waking) {
            Outcome<T> outcome = outcomes.poll(nanosUntil(context, clock), TimeUnit.NANOSECONDS);
            if (outcome == null) {
                throw new DeadlineExceededException(
                        "the deadline passed before all branches had replied; allow more time, or use fewer branches");
            }
            return outcome;
        } catch (InterruptedException e) {
            throw Failures.toException(e);
        }
    }

    private static CorrectionCancelledException cancelled() {
        return new CorrectionCancelledException("the call was cancelled by its caller");
    }

    private static long nanosUntil(CorrectionContext context, InstantSource clock) {
        Instant now = clock.instant();
        Duration left = context.deadline()
                .map(deadline -> Duration.between(now, deadline))
                .orElse(Duration.ofNanos(MAX_WAIT_NANOS));
        return left.compareTo(Duration.ofNanos(MAX_WAIT_NANOS)) > 0 ? MAX_WAIT_NANOS : Math.max(0, left.toNanos());
    }

    private record Outcome<T>(
            int index, @Nullable T result, @Nullable RuntimeException failure) {

        static <T> Outcome<T> of(int index, Function<CorrectionContext, T> call, CorrectionContext context) {
            try {
                return new Outcome<>(index, call.apply(context), null);
            } catch (Throwable e) {
                return new Outcome<>(index, null, Failures.toException(e));
            }
        }
    }
}
