// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judging;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.ModelOverloadedException;
import io.github.aligner4j.evaluation.compare.Price;
import io.github.aligner4j.evaluation.judge.Aspect;
import io.github.aligner4j.evaluation.judge.Aspects;
import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judge.Judgment.Result;
import io.github.aligner4j.evaluation.judge.PairJudge;
import io.github.aligner4j.evaluation.judge.PromptedPairJudge;
import io.github.aligner4j.evaluation.judge.ScoredPairJudge;
import io.github.aligner4j.prompted.PromptedComparison;
import io.github.aligner4j.testkit.ScriptedChatCompletionModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

class JudgingTest {

    private static final List<Aspect> HELPFUL = List.of(Aspects.of("helpful"));
    private static final Price PRICE = new Price(0, 1e6, "USD"); // one dollar for each token of a reply

    private final ScriptedChatCompletionModel model = ScriptedChatCompletionModel.replying(
            request -> request.messages().get(1).text().contains("Candidate 1:\n<candidate>\ngood")
                    ? "Good is first.\nVERDICT: 1"
                    : "Good is second.\nVERDICT: 2");
    private final PairJudge judge = new PromptedPairJudge("m", PromptedComparison.of(model));
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());

    private Judging judging(List<Aspect> aspects) {
        return Judging.of(List.of(PricedJudge.free(judge)), aspects)
                .withCallers(1)
                .withPauses(pauses::add);
    }

    private Judging priced() {
        return Judging.of(List.of(new PricedJudge(judge, Optional.of(PRICE))), HELPFUL)
                .withCallers(1)
                .withPauses(pauses::add);
    }

    private static JudgingResult run(Judging judging, JudgedPair... pairs) {
        return judging.run(List.of(pairs), CorrectionContext.DEFAULT, judgment -> {});
    }

    private static JudgedPair pair(String row, String system, String answer, String baseline) {
        return new JudgedPair(row, CorrectionRequest.of("q", "original"), system, "original", answer, baseline);
    }

    @Test
    void both_orders_are_asked_and_agree() {
        JudgingResult result = run(judging(HELPFUL), pair("1", "s", "good", "bad"), pair("2", "s", "bad", "good"));

        assertThat(result.judgments()).extracting(Judgment::result).containsExactly(Result.WIN, Result.LOSS);
        assertThat(result.judgments().get(0).orders()).containsExactly(Result.WIN, Result.WIN);
        assertThat(result.judgments().get(0).rationales()).containsExactly("Good is first.", "Good is second.");
        assertThat(result.judgments().get(0).usage().completionTokens()).isEqualTo(10);
        assertThat(result.pending()).isZero();
        assertThat(model.requests()).hasSize(4);
    }

    @Test
    void contradicting_orders_are_a_tie() {
        model.replyBy(request -> "VERDICT: 1");

        Judgment judgment =
                run(judging(HELPFUL), pair("1", "s", "good", "bad")).judgments().get(0);

        assertThat(judgment.result()).isEqualTo(Result.TIE);
        assertThat(judgment.orders()).containsExactly(Result.WIN, Result.LOSS);
    }

    @Test
    void a_win_in_one_order_and_a_tie_in_the_other_are_a_tie() {
        model.replyBy(request -> model.requests().size() % 2 == 1 ? "VERDICT: 1" : "VERDICT: TIE");

        Judgment judgment =
                run(judging(HELPFUL), pair("1", "s", "good", "bad")).judgments().get(0);

        assertThat(judgment.result()).isEqualTo(Result.TIE);
        assertThat(judgment.orders()).containsExactly(Result.WIN, Result.TIE);
    }

    @Test
    void identical_answers_are_a_tie_without_a_call() {
        Judgment judgment = run(judging(HELPFUL), pair("1", "s", "same", "same"))
                .judgments()
                .get(0);

        assertThat(judgment.result()).isEqualTo(Result.TIE);
        assertThat(judgment.orders()).isEmpty();
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void the_same_answers_are_judged_once_whatever_the_systems() {
        JudgingResult result = run(
                judging(HELPFUL),
                pair("1", "s", "good", "bad"),
                pair("1", "t", "good", "bad"),
                pair("1", "u", "bad", "good"));

        assertThat(result.judgments())
                .extracting(Judgment::system, Judgment::result)
                .containsExactly(tuple("s", Result.WIN), tuple("t", Result.WIN), tuple("u", Result.LOSS));
        assertThat(result.judgments())
                .extracting(judgment -> judgment.usage().completionTokens())
                .containsExactly(10, 0, 0);
        assertThat(model.requests()).hasSize(2);
    }

    @Test
    void a_later_run_asks_only_for_what_is_missing() {
        JudgmentStore store = JudgmentStore.inMemory();
        Judging judging = judging(HELPFUL).withStore(store);
        run(judging, pair("1", "s", "good", "bad"));

        JudgingResult result = run(judging, pair("1", "s", "good", "bad"), pair("2", "s", "good", "worse"));

        assertThat(result.judgments()).extracting(Judgment::result).containsExactly(Result.WIN, Result.WIN);
        assertThat(model.requests()).hasSize(4);
    }

    @Test
    void another_definition_row_question_or_judge_is_asked_again() {
        JudgmentStore store = JudgmentStore.inMemory();
        run(judging(HELPFUL).withStore(store), pair("1", "s", "good", "bad"));
        List<JudgedPair> one = List.of(pair("1", "s", "good", "bad"));
        PairJudge other = new PromptedPairJudge("other", PromptedComparison.of(model));
        JudgedPair asked = new JudgedPair("1", CorrectionRequest.of("Q?", "original"), "s", "original", "good", "bad");

        assertThat(judging(HELPFUL).withStore(store).plan(one).calls()).isZero();
        assertThat(judging(List.of(new Aspect("helpful", "Else.")))
                        .withStore(store)
                        .plan(one)
                        .calls())
                .isEqualTo(2);
        assertThat(judging(HELPFUL)
                        .withStore(store)
                        .plan(List.of(pair("2", "s", "good", "bad")))
                        .calls())
                .isEqualTo(2);
        assertThat(judging(HELPFUL).withStore(store).plan(List.of(asked)).calls())
                .isEqualTo(2);
        assertThat(Judging.of(List.of(PricedJudge.free(other)), HELPFUL)
                        .withStore(store)
                        .plan(one)
                        .calls())
                .isEqualTo(2);
    }

    @Test
    void a_reply_that_is_no_verdict_is_asked_for_again_and_then_invalid() {
        model.replyBy(request -> "Both are fine.");

        Judgment judgment =
                run(judging(HELPFUL), pair("1", "s", "good", "bad")).judgments().get(0);

        assertThat(judgment.result()).isEqualTo(Result.INVALID);
        assertThat(model.requests()).hasSize(3);
        assertThat(judgment.usage().completionTokens()).isEqualTo(450);
        assertThat(model.requests())
                .extracting(
                        request -> request.sampling().temperature(),
                        request -> request.sampling().seed())
                .containsExactly(
                        tuple(0.0, OptionalLong.empty()),
                        tuple(0.7, OptionalLong.of(1)),
                        tuple(0.7, OptionalLong.of(2)));
        assertThat(pauses).isEmpty();
    }

    @Test
    void a_failure_that_may_pass_is_repeated_after_growing_pauses() {
        model.failNext(new ModelOverloadedException(8), new ModelOverloadedException(8));

        Judgment judgment =
                run(judging(HELPFUL), pair("1", "s", "good", "bad")).judgments().get(0);

        assertThat(judgment.result()).isEqualTo(Result.WIN);
        assertThat(pauses).hasSize(2);
        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(750), Duration.ofMillis(1250));
        assertThat(pauses.get(1)).isBetween(Duration.ofMillis(1500), Duration.ofMillis(2500));
    }

    @Test
    void a_judgment_that_failed_is_invalid_and_asked_for_by_the_next_run() {
        JudgmentStore store = JudgmentStore.inMemory();
        Judging judging = judging(HELPFUL).withStore(store);
        model.failNext(new CompletionModelException("no such model"));

        assertThat(run(judging, pair("1", "s", "good", "bad")).judgments().get(0))
                .satisfies(judgment -> assertThat(judgment.result()).isEqualTo(Result.INVALID))
                .satisfies(judgment -> assertThat(judgment.rationales()).containsExactly("no such model"));
        assertThat(run(judging, pair("1", "s", "good", "bad"))
                        .judgments()
                        .get(0)
                        .result())
                .isEqualTo(Result.WIN);
        assertThat(pauses).isEmpty();
    }

    @Test
    void any_exception_of_a_judge_is_an_invalid_judgment_that_is_not_kept() {
        PairJudge broken = new ScoredPairJudge("broken", Set.of("helpful"), 0.1, (request, answer, context) -> {
            throw new IllegalStateException("no model");
        });
        List<Judgment> kept = new ArrayList<>();
        JudgmentStore store = new JudgmentStore() {
            @Override
            public Optional<Judgment> find(String key) {
                return Optional.empty();
            }

            @Override
            public void add(String key, Judgment judgment) {
                kept.add(judgment);
            }
        };

        List<Judgment> judgments = run(
                        Judging.of(List.of(PricedJudge.free(broken)), HELPFUL).withStore(store),
                        pair("r", "s", "good", "bad"))
                .judgments();

        assertThat(judgments).extracting(Judgment::result).containsExactly(Judgment.Result.INVALID);
        assertThat(judgments.get(0).rationales())
                .containsExactly("the judge failed with a java.lang.IllegalStateException");
        assertThat(kept).isEmpty();
    }

    @Test
    void a_judge_that_fails_all_the_time_ends_the_run() {
        model.replyBy(request -> {
            throw new CompletionModelException("no such model");
        });
        JudgedPair[] pairs = IntStream.range(0, 30)
                .mapToObj(i -> pair("" + i, "s", "good", "bad"))
                .toArray(JudgedPair[]::new);

        assertThatThrownBy(() -> run(judging(HELPFUL), pairs))
                .isInstanceOf(AlignerException.class)
                .hasMessage(
                        "judge '" + judge.name() + "' failed 10 times in a row; the judgments so far are kept, and the"
                                + " same command goes on after them: no such model");
        assertThat(model.requests()).hasSize(10);
    }

    @Test
    void a_plan_counts_and_prices_calls_without_making_them() {
        JudgingPlan plan = priced().plan(List.of(
                pair("1", "s", "good", "bad"),
                pair("1", "t", "good", "bad"),
                pair("2", "s", "same", "same"),
                pair("3", "s", "good", "bad")));

        assertThat(plan.judgments()).isEqualTo(4);
        assertThat(plan.identical()).isEqualTo(1);
        assertThat(plan.known()).isEqualTo(1);
        assertThat(plan.calls()).isEqualTo(4);
        assertThat(plan.completionTokens()).isEqualTo(600);
        assertThat(plan.promptTokens()).isGreaterThan(400);
        assertThat(plan.costs()).containsExactly(entry("USD", 600.0));
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void a_run_begins_no_judgment_that_may_exceed_the_maximum_cost() {
        JudgmentStore store = JudgmentStore.inMemory();
        Judging judging = priced().withStore(store).withMaxCost(new MaxCost(305, "USD"));

        // estimated at 300 each, used 10 each
        JudgingResult result = run(judging, pair("1", "s", "good", "bad"), pair("2", "s", "good", "bad"));

        assertThat(result.judgments()).extracting(Judgment::rowId).containsExactly("1");
        assertThat(result.pending()).isEqualTo(1);
        assertThat(result.costs()).containsExactly(entry("USD", 10.0));

        JudgingResult later = run(judging, pair("1", "s", "good", "bad"), pair("2", "s", "good", "bad"));
        assertThat(later.judgments()).hasSize(2);
        assertThat(later.pending()).isZero();
        assertThat(model.requests()).hasSize(4);
    }

    @Test
    void several_callers_judge_everything_once_and_in_order() {
        List<JudgedPair> pairs = IntStream.range(0, 50)
                .mapToObj(i -> pair("" + i, "s", "good " + i, "bad"))
                .toList();
        List<Judgment> progress = new ArrayList<>();

        JudgingResult result = Judging.of(List.of(PricedJudge.free(judge)), HELPFUL)
                .withCallers(8)
                .run(pairs, CorrectionContext.DEFAULT, progress::add);

        assertThat(result.judgments())
                .extracting(Judgment::rowId)
                .containsExactlyElementsOf(pairs.stream().map(JudgedPair::rowId).toList());
        assertThat(result.judgments()).extracting(Judgment::result).containsOnly(Result.WIN);
        assertThat(progress).hasSize(50);
        assertThat(model.requests()).hasSize(100);
    }

    @Test
    void a_symmetric_judge_is_asked_in_one_order_and_only_about_its_aspects() {
        PairJudge style = ScoredPairJudge.ofStyle("linear", (row, text) -> text.length(), 0);

        JudgingResult result = run(
                Judging.of(List.of(PricedJudge.free(style)), List.of(Aspects.of("helpful"), Aspects.of("civility"))),
                pair("1", "s", "longer", "long"));

        assertThat(result.judgments()).hasSize(1);
        assertThat(result.judgments().get(0).aspect()).isEqualTo("civility");
        assertThat(result.judgments().get(0).result()).isEqualTo(Result.WIN);
        assertThat(result.judgments().get(0).orders()).isEmpty();
        assertThat(result.judgments().get(0).usage()).isEqualTo(TokenUsage.NONE);
    }

    @Test
    void a_cancelled_run_keeps_what_it_has() {
        JudgmentStore store = JudgmentStore.inMemory();
        Cancellation cancellation = Cancellation.create();
        Judging judging = judging(HELPFUL).withStore(store);
        List<JudgedPair> pairs = List.of(pair("1", "s", "good", "bad"), pair("2", "s", "good", "bad"));

        assertThatThrownBy(() -> judging.run(
                        pairs,
                        CorrectionContext.DEFAULT.withCancellation(cancellation),
                        judgment -> cancellation.cancel()))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(judging.plan(pairs).known()).isEqualTo(1);
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        List<PricedJudge> judges = List.of(new PricedJudge(judge, Optional.of(PRICE)));
        assertThatThrownBy(() -> Judging.of(judges, HELPFUL).withCallers(0))
                .hasMessage("callers of judges must be at least 1, but were 0");
        assertThatThrownBy(() -> Judging.of(judges, HELPFUL).withMaxCost(new MaxCost(1, "EUR")))
                .hasMessage("the maximum cost is in EUR, but the price of judge '" + judge.name()
                        + "' is in USD; use one currency");
        assertThatThrownBy(() -> Judging.of(List.of(judges.get(0), judges.get(0)), HELPFUL))
                .hasMessage("judges need different names, but two are called '" + judge.name() + "'");
        assertThatThrownBy(() -> Judging.of(
                        List.of(PricedJudge.free(ScoredPairJudge.ofStyle("linear", (row, text) -> 0, 0))), HELPFUL))
                .hasMessage(
                        "judge 'linear (margin 0.0)' can judge by none of the aspects [helpful]; add one that it knows,"
                                + " or leave it out");
        assertThatThrownBy(() -> new MaxCost(-1, "USD"))
                .hasMessage("the maximum cost must be at least 0, but was -1.0");
        assertThatThrownBy(() -> Retries.DEFAULT.withAttempts(0))
                .hasMessage("a verdict needs at least 1 attempt, but has 0");
        assertThatThrownBy(() -> pair("1", "original", "a", "b"))
                .hasMessage("a system is compared with another one, but 'original' was to be compared with itself");
    }
}
