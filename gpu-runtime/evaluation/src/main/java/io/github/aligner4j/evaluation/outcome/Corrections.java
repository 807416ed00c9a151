// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.outcome;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers that were corrected by concurrent callers.
 *
 * @param outcomes the outcome of each request, in their order
 * @param speed the speed of all
 */
public record Corrections(List<Outcome> outcomes, Speed speed) {

    /** Copies the list. */
    public Corrections {
        outcomes = List.copyOf(outcomes);
    }

    /**
     * Corrects {@code requests}, at least one.
     *
     * @param callers the number of concurrent callers, at least 1, so that a runtime can batch
     * @param afterEach runs after each correction
     */
    public static Corrections of(Aligner aligner, List<CorrectionRequest> requests, int callers, Runnable afterEach) {
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
                afterEach.run();
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
                    correction.usage(),
                    scores(correction.detections()));
        } catch (AlignerException e) {
            return new Outcome(
                    request.answer(),
                    request.answer(),
                    rejection(e) ? Ending.REJECTED : Ending.FAILED,
                    String.valueOf(e.getMessage()),
                    secondsSince(begun),
                    TokenUsage.NONE,
                    scores(e.detections()));
        }
    }

    private static Map<String, Double> scores(List<Detection> detections) {
        return detections.stream().collect(Collectors.toMap(Detection::label, Detection::score, Math::max));
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
