package io.github.aligner4j.cli;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.outcome.Outcome;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import io.github.aligner4j.evaluation.outcome.Speed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Corrected answers, in the order of their requests.
 *
 * @param outcomes one for each request
 * @param speed how fast they were
 */
record Corrections(List<Outcome> outcomes, Speed speed) {

    Corrections {
        outcomes = List.copyOf(outcomes);
    }

    /** Corrects by {@code callers} at once, so that the runtime can batch; at least one request and one caller. */
    static Corrections of(Aligner aligner, List<CorrectionRequest> requests, int callers, Progress progress) {
        long begun = System.nanoTime();
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            List<Future<Outcome>> running = new ArrayList<>();
            for (CorrectionRequest request : requests) {
                running.add(pool.submit(() -> correct(aligner, request)));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> each : running) {
                outcomes.add(result(each));
                progress.step();
            }
            return new Corrections(outcomes, Speed.of(outcomes, callers, secondsSince(begun)));
        } finally {
            pool.shutdownNow();
        }
    }

    private static Outcome correct(Aligner aligner, CorrectionRequest request) {
        long begun = System.nanoTime();
        try {
            Correction correction = aligner.correct(request);
            return new Outcome(
                    request.answer(),
                    correction.answer(),
                    Ending.CORRECTED,
                    "",
                    secondsSince(begun),
                    correction.usage());
        } catch (AlignerException e) {
            return new Outcome(
                    request.answer(),
                    request.answer(),
                    rejection(e) ? Ending.REJECTED : Ending.FAILED,
                    String.valueOf(e.getMessage()),
                    secondsSince(begun),
                    TokenUsage.NONE);
        }
    }

    /** In a stack, the rejection is the cause of the layer's failure. */
    private static boolean rejection(@Nullable Throwable failure) {
        return failure != null && (failure instanceof CorrectionRejectedException || rejection(failure.getCause()));
    }

    private static Outcome result(Future<Outcome> running) {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the evaluation was interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    private static double secondsSince(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
