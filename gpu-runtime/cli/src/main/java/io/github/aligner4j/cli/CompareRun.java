// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.cli.CompareAnswers.Stored;
import io.github.aligner4j.cli.CompareSystem.Recorded;
import io.github.aligner4j.cli.CompareSystem.Reference;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.compare.SystemAnswer;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers rows by systems. That a system fails at a row is its answer to that row, and never ends the run.
 *
 * @param rows the rows
 * @param models opens the systems' models
 * @param callers the number of rows to answer concurrently
 * @param budget the money that may be spent
 */
record CompareRun(CompareRows rows, CompareModels models, int callers, Budget budget) {

    /** The time that calls in flight have to end after a failure. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(10);

    /** Answers the rows to which {@code answers} has no answer yet. */
    void answer(CompareSystem system, CompareAnswers answers, Progress progress) throws IOException {
        Map<String, Stored> known = answers.answers();
        List<ComparisonRow> left = new ArrayList<>();
        for (ComparisonRow row : rows.rows()) {
            if (known.containsKey(row.id())) {
                progress.step();
            } else {
                left.add(row);
            }
        }
        if (left.isEmpty()) {
            return;
        }
        if (system.kind().asksModels()) {
            ask(system, left, answers, progress);
            return;
        }
        Function<ComparisonRow, Optional<SystemAnswer>> lookup = lookup(system);
        for (ComparisonRow row : left) {
            Optional<SystemAnswer> answer = lookup.apply(row);
            if (answer.isPresent()) {
                TokenUsage usage = answer.get().usage();
                Cost cost = system.price().map(price -> Cost.of(usage, price)).orElse(Cost.NONE);
                answers.add(new Stored(answer.get(), cost));
            }
            progress.step();
        }
    }

    /** Returns a function that looks answers up; people have none to rows that they have not corrected. */
    private Function<ComparisonRow, Optional<SystemAnswer>> lookup(CompareSystem system) throws IOException {
        if (system.kind() instanceof Recorded recorded) {
            Map<String, SystemAnswer> given = recorded.file().isEmpty()
                    ? rows.recorded()
                    : RecordedAnswers.read(recorded.file().get(), recorded.field())
                            .of(rows.rows());
            Path file = recorded.file().orElse(Path.of("the recording"));
            return row -> Optional.of(Optional.ofNullable(given.get(row.id()))
                    .map(answer -> delivered(row, answer))
                    .orElseGet(() -> failed(row, file.getFileName() + " has no answer to this row")));
        }
        if (system.kind() instanceof Reference) {
            return row -> row.reference().map(text -> answered(row, text));
        }
        return row -> Optional.of(answered(row, row.request().answer()));
    }

    private static SystemAnswer answered(ComparisonRow row, String text) {
        return new SystemAnswer(row.id(), text, Ending.CORRECTED, "", TokenUsage.NONE, Duration.ZERO);
    }

    private static SystemAnswer failed(ComparisonRow row, String problem) {
        String original = row.request().answer();
        return new SystemAnswer(row.id(), original, Ending.FAILED, problem, TokenUsage.NONE, Duration.ZERO);
    }

    /** A recorded failure delivers the original answer. */
    private static SystemAnswer delivered(ComparisonRow row, SystemAnswer answer) {
        if (answer.ending() == Ending.CORRECTED) {
            return answer;
        }
        return new SystemAnswer(
                row.id(), row.request().answer(), answer.ending(), answer.problem(), answer.usage(), answer.elapsed());
    }

    private void ask(CompareSystem system, List<ComparisonRow> left, CompareAnswers answers, Progress progress)
            throws IOException {
        Function<Meter, Aligner> opened = models.open(system);
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (ComparisonRow row : left) {
                running.add(pool.submit(() -> {
                    answers.add(paid(system, opened, row));
                    progress.step();
                    return null;
                }));
            }
            for (Future<?> each : running) {
                await(each);
            }
        } finally {
            end(pool);
        }
    }

    /** Returns an answer whose cost fits the budget. */
    private Stored paid(CompareSystem system, Function<Meter, Aligner> opened, ComparisonRow row)
            throws InterruptedException {
        CorrectionRequest request = system.request(row);
        double estimate = budget.left().isEmpty()
                ? 0
                : models.estimate().of(system, request).cost();
        budget.reserve(estimate);
        Cost cost = Cost.NONE;
        try {
            Stored stored = ask(opened, row, request);
            cost = stored.cost();
            return stored;
        } finally {
            budget.spend(estimate, cost);
        }
    }

    /**
     * Ends a pool: what was not begun is left out. What is being asked was paid, so it is waited for, unless the calling thread was
     * interrupted.
     */
    static void end(ExecutorService pool) {
        if (Thread.currentThread().isInterrupted()) {
            pool.shutdownNow();
            return;
        }
        ((ThreadPoolExecutor) pool).getQueue().clear();
        pool.shutdown();
        try {
            pool.awaitTermination(MAX_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pool.shutdownNow();
    }

    /** Returns the answer of a system to a row; an exception is a failure at that row. */
    static Stored ask(Function<Meter, Aligner> opened, ComparisonRow row, CorrectionRequest request) {
        Meter meter = new Meter();
        long begun = System.nanoTime();
        String answer = request.answer();
        Ending ending = Ending.CORRECTED;
        String problem = "";
        try {
            answer = opened.apply(meter).correct(request).answer();
        } catch (CorrectionCancelledException e) {
            throw e;
        } catch (AlignerException e) {
            ending = isRejection(e) ? Ending.REJECTED : Ending.FAILED;
            problem = String.valueOf(e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            ending = Ending.FAILED;
            problem = "the system failed with a " + e.getClass().getName();
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
        return new Stored(new SystemAnswer(row.id(), answer, ending, problem, meter.usage(), elapsed), meter.cost());
    }

    /** In a stack, the rejection is the cause of the layer's failure. */
    private static boolean isRejection(@Nullable Throwable failure) {
        return failure != null && (failure instanceof CorrectionRejectedException || isRejection(failure.getCause()));
    }

    /** Waits for a task, and throws what it threw. */
    static void await(Future<?> running) throws IOException {
        try {
            running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the comparison was interrupted; run the same command again", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }
}
