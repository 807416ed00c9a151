// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judging;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.compare.Price;
import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judge.Judgment.Result;
import io.github.aligner4j.evaluation.judge.PairJudge;
import io.github.aligner4j.evaluation.judge.PairVerdict;
import io.github.aligner4j.evaluation.judge.Preference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks a judge for one judgment, in all orders and with retries. For one thread. */
final class PairAsking {

    private final JudgingTask task;
    private final JudgingRun run;
    private final PairJudge judge;
    private final Optional<Price> price;
    private final List<AnswerOrder> orders;
    private final List<String> rationales = new ArrayList<>();
    private final long started = System.nanoTime();
    private TokenUsage usage = TokenUsage.NONE;
    private TokenUsage held = TokenUsage.NONE;

    PairAsking(JudgingTask task, JudgingRun run) {
        this.task = task;
        this.run = run;
        this.judge = task.judge().judge();
        this.price = task.judge().price();
        this.orders = task.orders();
    }

    /**
     * Returns the judgment; empty if it does not fit the budget.
     *
     * @throws AlignerException if the judge failed, and not for what it replied
     */
    Optional<Judgment> ask() {
        TokenUsage estimate = orders.stream().map(AnswerOrder::estimate).reduce(TokenUsage.NONE, TokenUsage::plus);
        if (!hold(estimate)) {
            return Optional.empty();
        }
        try {
            return Optional.of(judgment());
        } catch (OverBudgetException e) {
            return Optional.empty();
        } finally {
            run.budget().release(price, held);
        }
    }

    /** A win counts only if both orders agree: Zheng et al. 2023, "Judging LLM-as-a-Judge", section 3.4. */
    private Judgment judgment() {
        List<Result> results = new ArrayList<>();
        for (AnswerOrder order : orders) {
            Optional<Result> result = result(order);
            if (result.isEmpty()) {
                return judgment(Result.INVALID, List.of());
            }
            results.add(result.get());
        }
        boolean agreed = results.stream().distinct().count() == 1;
        return judgment(agreed ? results.get(0) : Result.TIE, results.size() == 2 ? results : List.of());
    }

    private Judgment judgment(Result result, List<Result> results) {
        return task.judgment(result, rationales, usage, Duration.ofNanos(System.nanoTime() - started), results);
    }

    /** Returns the result of one order, as seen from the system; empty if no reply is a verdict. */
    private Optional<Result> result(AnswerOrder order) {
        for (int attempt = 0; attempt < run.retries().attempts(); attempt++) {
            try {
                PairVerdict verdict = verdict(order, attempt);
                rationales.add(verdict.rationale());
                Result result = result(verdict.preference());
                return Optional.of(order.reversed() ? result.reversed() : result);
            } catch (CorrectionRejectedException e) {
                // asked again
            }
        }
        return Optional.empty();
    }

    /** Returns a verdict, after repetitions if need be. */
    private PairVerdict verdict(AnswerOrder order, int attempt) {
        PairJudge asked = attempt == 0 ? judge : judge.afterInvalid(attempt);
        for (int repetition = 0; ; repetition++) {
            if (attempt + repetition > 0 && !hold(order.estimate())) {
                throw new OverBudgetException();
            }
            try {
                return call(asked, order);
            } catch (CorrectionRejectedException e) {
                throw e;
            } catch (AlignerException e) {
                if (!e.retryable() || repetition >= run.retries().maxFailures()) {
                    throw e;
                }
            }
            pause(repetition);
        }
    }

    /** Replies that are no verdict were paid, too; what they cost is estimated, as their exception does not tell. */
    private PairVerdict call(PairJudge asked, AnswerOrder order) {
        TokenUsage used = TokenUsage.NONE;
        try {
            PairVerdict verdict =
                    asked.judge(task.pair().request(), order.first(), order.second(), task.aspect(), run.context());
            used = verdict.usage();
            return verdict;
        } catch (CorrectionRejectedException e) {
            used = order.estimate();
            throw e;
        } finally {
            usage = usage.plus(used);
            run.budget().spend(price, used);
            run.budget().release(price, order.estimate());
            held = held.minus(order.estimate());
        }
    }

    private boolean hold(TokenUsage estimate) {
        boolean fits = run.budget().reserve(price, estimate);
        held = fits ? held.plus(estimate) : held;
        return fits;
    }

    private void pause(int repetition) {
        run.context().cancellation().throwIfCancelled();
        try {
            run.pauses().await(run.retries().pause(repetition));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CorrectionCancelledException("the caller was interrupted while it waited to ask a judge again");
        }
    }

    private static Result result(Preference preference) {
        return switch (preference) {
            case FIRST -> Result.WIN;
            case SECOND -> Result.LOSS;
            case TIE -> Result.TIE;
        };
    }

    /** Thrown when a repetition does not fit the budget. */
    private static final class OverBudgetException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        OverBudgetException() {
            super("a repetition does not fit the budget", null, false, false);
        }
    }
}
