// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judging;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.Turn;
import io.github.aligner4j.evaluation.judge.Aspect;
import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judge.Judgment.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A judgment to make: a pair, by an aspect, by a judge.
 *
 * @param judge the judge
 * @param aspect the aspect
 * @param pair the pair
 * @param key identifies row, judge, aspect, question and answers, in this order of the answers
 * @param reversedKey the key of the other order
 */
record JudgingTask(PricedJudge judge, Aspect aspect, JudgedPair pair, String key, String reversedKey) {

    private static final int KEY_BYTES = 16;

    static JudgingTask of(PricedJudge judge, Aspect aspect, JudgedPair pair) {
        String name = judge.judge().name();
        return new JudgingTask(
                judge,
                aspect,
                pair,
                key(name, aspect, pair, pair.answer(), pair.baselineAnswer()),
                key(name, aspect, pair, pair.baselineAnswer(), pair.answer()));
    }

    /** Returns a key that does not depend on the order of the answers. */
    String unorderedKey() {
        return key.compareTo(reversedKey) <= 0 ? key : reversedKey;
    }

    /** Returns the orders to ask for. */
    List<AnswerOrder> orders() {
        AnswerOrder first = order(pair.answer(), pair.baselineAnswer(), false);
        return judge.judge().symmetric()
                ? List.of(first)
                : List.of(first, order(pair.baselineAnswer(), pair.answer(), true));
    }

    private AnswerOrder order(String first, String second, boolean reversed) {
        return new AnswerOrder(first, second, reversed, judge.judge().estimate(pair.request(), first, second, aspect));
    }

    /** Returns the judgment in {@code store} on the same answers, in either order. */
    Optional<Judgment> known(JudgmentStore store) {
        return store.find(key)
                .or(() -> store.find(reversedKey).map(JudgingTask::reversed))
                .map(this::adopt);
    }

    /** Returns a judgment without a call. */
    Judgment tie() {
        return judgment(Result.TIE, List.of(), TokenUsage.NONE, Duration.ZERO, List.of());
    }

    Judgment judgment(Result result, List<String> rationales, TokenUsage usage, Duration elapsed, List<Result> orders) {
        return new Judgment(
                pair.rowId(),
                judge.judge().name(),
                aspect.name(),
                pair.system(),
                pair.baseline(),
                result,
                rationales,
                usage,
                elapsed,
                orders);
    }

    /** Returns {@code judgment}, which was made for the same answers in the same order, with the names of this task. */
    Judgment adopt(Judgment judgment) {
        return judgment(
                judgment.result(), judgment.rationales(), judgment.usage(), judgment.elapsed(), judgment.orders());
    }

    /** Returns {@code judgment} of a task about the same answers, which was paid there. */
    Judgment share(JudgingTask other, Judgment judgment) {
        Judgment same = key.equals(other.key) ? judgment : reversed(judgment);
        return judgment(same.result(), same.rationales(), TokenUsage.NONE, Duration.ZERO, same.orders());
    }

    /** Returns a judgment as seen from the baseline. */
    static Judgment reversed(Judgment judgment) {
        List<Result> orders =
                new ArrayList<>(judgment.orders().stream().map(Result::reversed).toList());
        Collections.reverse(orders);
        List<String> rationales = new ArrayList<>(judgment.rationales());
        Collections.reverse(rationales);
        return new Judgment(
                judgment.rowId(),
                judgment.judge(),
                judgment.aspect(),
                judgment.baseline(),
                judgment.system(),
                judgment.result().reversed(),
                rationales,
                judgment.usage(),
                judgment.elapsed(),
                orders);
    }

    private static String key(String judge, Aspect aspect, JudgedPair pair, String first, String second) {
        CorrectionRequest request = pair.request();
        List<String> parts = new ArrayList<>(
                List.of(pair.rowId(), judge, aspect.name(), aspect.definition(), first, second, request.question()));
        parts.add(aspect.comparesWithOriginal() ? request.answer() : "");
        parts.add(String.valueOf(request.context().size()));
        parts.addAll(request.context());
        for (Turn turn : request.conversation()) {
            parts.add(turn.role().name());
            parts.add(turn.text());
        }
        return Digests.of(parts, KEY_BYTES);
    }
}
