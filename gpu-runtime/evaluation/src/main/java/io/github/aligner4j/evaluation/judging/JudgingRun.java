package io.github.aligner4j.evaluation.judging;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judge.Judgment.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One run of judges.
 *
 * @param settings the settings
 * @param budget the costs so far
 * @param context the circumstances of all calls
 * @param progress receives each judgment once it is made, one at a time
 * @param failures the number of judgments in a row that failed
 */
record JudgingRun(
        Judging.Settings settings,
        Budget budget,
        CorrectionContext context,
        Consumer<Judgment> progress,
        AtomicInteger failures) {

    /** The number of judgments in a row that may fail before the run ends. */
    private static final int MAX_FAILURES = 10;

    Retries retries() {
        return settings.retries();
    }

    Pauses pauses() {
        return settings.pauses();
    }

    /** Returns the judgments of {@code groups}, each of tasks about the same answers; empty ones do not fit the budget. */
    List<List<Judgment>> judge(List<List<JudgingTask>> groups) {
        ExecutorService callers = Executors.newFixedThreadPool(settings.callers());
        List<Future<List<Judgment>>> futures = new ArrayList<>();
        try {
            groups.forEach(group -> futures.add(callers.submit(() -> judgeGroup(group))));
            List<List<Judgment>> judged = new ArrayList<>();
            for (Future<List<Judgment>> future : futures) {
                judged.add(future.get());
            }
            return judged;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CorrectionCancelledException("the caller was interrupted while judges worked");
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } finally {
            callers.shutdownNow();
            awaitEnd(callers);
        }
    }

    private List<Judgment> judgeGroup(List<JudgingTask> group) {
        context.cancellation().throwIfCancelled();
        JudgingTask first = group.get(0);
        Optional<Judgment> made;
        try {
            made = new PairAsking(first, this).ask();
            made.ifPresent(judgment -> settings.store().add(first.key(), judgment));
            failures.set(0);
        } catch (CorrectionCancelledException e) {
            throw e;
        } catch (AlignerException e) {
            made = Optional.of(failed(first, e));
        }
        List<Judgment> judgments = new ArrayList<>();
        made.ifPresent(judgment -> group.forEach(
                task -> judgments.add(task == first ? judgment : task.share(first, judgment))));
        synchronized (progress) {
            judgments.forEach(progress);
        }
        return judgments;
    }

    /** A judgment that failed is not kept, so that a later run asks again. */
    private Judgment failed(JudgingTask task, AlignerException failure) {
        if (failures.incrementAndGet() >= MAX_FAILURES) {
            throw new AlignerException(
                    "judge '" + task.judge().judge().name() + "' failed " + MAX_FAILURES
                            + " times in a row; the judgments so far are kept, and the same command goes on after them: "
                            + failure.getMessage(),
                    failure);
        }
        return task.judgment(
                Result.INVALID,
                List.of(String.valueOf(failure.getMessage())),
                TokenUsage.NONE,
                Duration.ZERO,
                List.of());
    }

    /** Calls in flight are interrupted; the store must not be closed under them. */
    private static void awaitEnd(ExecutorService callers) {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = callers.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
            return cause;
        }
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return new AlignerException("a judge failed", e.getCause());
    }
}
