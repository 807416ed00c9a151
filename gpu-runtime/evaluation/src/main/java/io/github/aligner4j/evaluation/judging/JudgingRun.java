// SPDX-License-Identifier: Apache-2.0
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
import java.util.function.Consumer;

/**
 * One run of judges.
 *
 * @param settings the settings
 * @param budget the costs so far
 * @param context the circumstances of all calls
 * @param progress receives each judgment once it is made, one at a time
 * @param failures the failures so far
 */
record JudgingRun(
        Judging.Settings settings,
        Budget budget,
        CorrectionContext context,
        Consumer<Judgment> progress,
        RunFailures failures) {

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
        failures.throwIfEnded();
        try {
            context.cancellation().throwIfCancelled();
            List<Judgment> judgments = new ArrayList<>();
            JudgingTask first = group.get(0);
            made(first).ifPresent(judgment -> {
                judgments.add(judgment);
                group.subList(1, group.size()).forEach(task -> judgments.add(task.share(first, judgment)));
            });
            synchronized (progress) {
                judgments.forEach(progress);
            }
            return judgments;
        } catch (RuntimeException e) {
            throw failures.end(e);
        }
    }

    /** Returns a judgment; empty if it does not fit the budget. One that failed is not kept, so that a later run asks again. */
    private Optional<Judgment> made(JudgingTask task) {
        Optional<Judgment> judgment;
        try {
            judgment = new PairAsking(task, this).ask();
        } catch (CorrectionCancelledException e) {
            throw e;
        } catch (AlignerException e) {
            return Optional.of(failed(task, e));
        } catch (RuntimeException e) {
            return Optional.of(failed(
                    task,
                    new AlignerException(
                            "the judge failed with a " + e.getClass().getName(), e)));
        }
        judgment.ifPresent(each -> settings.store().add(task.key(), each));
        failures.succeeded();
        return judgment;
    }

    private Judgment failed(JudgingTask task, AlignerException failure) {
        failures.failed(task.judge().judge().name(), failure);
        List<String> reason = List.of(String.valueOf(failure.getMessage()));
        return task.judgment(Result.INVALID, reason, TokenUsage.NONE, Duration.ZERO, List.of());
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
