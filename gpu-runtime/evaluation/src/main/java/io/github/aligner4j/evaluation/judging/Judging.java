// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judging;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.evaluation.compare.Price;
import io.github.aligner4j.evaluation.judge.Aspect;
import io.github.aligner4j.evaluation.judge.Judgment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has judges compare pairs of answers by aspects. Immutable.
 *
 * <p>A judge is asked about each pair in both orders, unless it is {@linkplain
 * io.github.aligner4j.evaluation.judge.PairJudge#symmetric() symmetric}; orders that differ are a tie. Identical answers are a tie
 * without a call. What the {@linkplain #withStore store} has is not asked again, and pairs with the same answers to a row are asked
 * about once, whatever the systems are. A reply that is no verdict is asked for again; if none of the {@linkplain Retries attempts}
 * gives one, the judgment is {@link Judgment.Result#INVALID}. Failures that may pass are repeated after a pause. A judgment whose
 * judge failed is INVALID, too, but is not kept in the store.
 *
 * <p>With a {@linkplain #withMaxCost maximum cost}, a judgment is begun only if its estimated cost fits.
 */
public final class Judging {

    private static final int DEFAULT_CALLERS = 4;

    private final List<PricedJudge> judges;
    private final List<Aspect> aspects;
    private final Settings settings;

    private Judging(List<PricedJudge> judges, List<Aspect> aspects, Settings settings) {
        this.judges = List.copyOf(judges);
        this.aspects = List.copyOf(aspects);
        this.settings = settings;
    }

    /** The settings of a run. */
    record Settings(int callers, Retries retries, @Nullable MaxCost maxCost, JudgmentStore store, Pauses pauses) {}

    /**
     * Returns a run of {@code judges} by {@code aspects}, with 4 callers, without a maximum cost, and a store in memory.
     *
     * @throws IllegalArgumentException if two judges or two aspects have the same name, or a judge judges by none of the aspects
     */
    public static Judging of(List<PricedJudge> judges, List<Aspect> aspects) {
        requireUnique("judges", judges.stream().map(each -> each.judge().name()).toList());
        requireUnique("aspects", aspects.stream().map(Aspect::name).toList());
        for (PricedJudge each : judges) {
            if (aspects.stream().noneMatch(each.judge()::supports)) {
                throw new IllegalArgumentException("judge '" + each.judge().name()
                        + "' can judge by none of the aspects "
                        + aspects.stream().map(Aspect::name).toList() + "; add one that it knows, or leave it out");
            }
        }
        Settings settings =
                new Settings(DEFAULT_CALLERS, Retries.DEFAULT, null, JudgmentStore.inMemory(), Pauses.SLEEP);
        return new Judging(judges, aspects, settings);
    }

    /**
     * Returns a copy with another number of judgments that are made at the same time.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Judging withCallers(int callers) {
        if (callers < 1) {
            throw new IllegalArgumentException("callers of judges must be at least 1, but were " + callers);
        }
        return with(new Settings(callers, settings.retries, settings.maxCost, settings.store, settings.pauses));
    }

    /** Returns a copy with other rules of repetition. */
    public Judging withRetries(Retries retries) {
        Objects.requireNonNull(retries, "retries");
        return with(new Settings(settings.callers, retries, settings.maxCost, settings.store, settings.pauses));
    }

    /**
     * Returns a copy with a maximum cost.
     *
     * @throws IllegalArgumentException if a judge has a price in another currency
     */
    public Judging withMaxCost(MaxCost maxCost) {
        for (PricedJudge each : judges) {
            Optional<String> currency =
                    each.price().map(Price::currency).filter(name -> !name.equals(maxCost.currency()));
            if (currency.isPresent()) {
                throw new IllegalArgumentException(
                        "the maximum cost is in " + maxCost.currency() + ", but the price of judge '"
                                + each.judge().name() + "' is in " + currency.get() + "; use one currency");
            }
        }
        return with(new Settings(settings.callers, settings.retries, maxCost, settings.store, settings.pauses));
    }

    /** Returns a copy whose judgments are looked up in, and added to, {@code store}. */
    public Judging withStore(JudgmentStore store) {
        Objects.requireNonNull(store, "store");
        return with(new Settings(settings.callers, settings.retries, settings.maxCost, store, settings.pauses));
    }

    Judging withPauses(Pauses pauses) {
        return with(new Settings(settings.callers, settings.retries, settings.maxCost, settings.store, pauses));
    }

    private Judging with(Settings settings) {
        return new Judging(judges, aspects, settings);
    }

    /** Returns what a run over {@code pairs} would do and cost. Asks no judge. */
    public JudgingPlan plan(List<JudgedPair> pairs) {
        List<JudgingTask> tasks = tasks(pairs);
        long identical = tasks.stream().filter(task -> task.pair().identical()).count();
        Collection<List<JudgingTask>> groups = open(tasks).values();
        long calls = 0;
        long promptTokens = 0;
        long completionTokens = 0;
        Map<String, Double> costs = new LinkedHashMap<>();
        for (List<JudgingTask> group : groups) {
            JudgingTask task = group.get(0);
            for (AnswerOrder order : task.orders()) {
                calls++;
                promptTokens += order.estimate().promptTokens();
                completionTokens += order.estimate().completionTokens();
                task.judge()
                        .price()
                        .ifPresent(price -> costs.merge(price.currency(), price.of(order.estimate()), Double::sum));
            }
        }
        long known = tasks.size() - identical - groups.size();
        return new JudgingPlan(tasks.size(), identical, known, calls, promptTokens, completionTokens, costs);
    }

    /**
     * Judges {@code pairs}.
     *
     * @param context cancellation and deadline of all calls
     * @param progress receives each judgment that is made in this run, one at a time, on any thread
     * @throws io.github.aligner4j.CorrectionCancelledException if the calling thread is interrupted or {@code context} cancelled
     * @throws io.github.aligner4j.AlignerException if a judge fails many times in a row
     */
    public JudgingResult run(List<JudgedPair> pairs, CorrectionContext context, Consumer<Judgment> progress) {
        List<JudgingTask> tasks = tasks(pairs);
        Map<String, List<JudgingTask>> open = open(tasks);
        Budget budget = new Budget(settings.maxCost);
        JudgingRun run = new JudgingRun(settings, budget, context.withoutListener(), progress, new RunFailures());
        List<List<JudgingTask>> groups = List.copyOf(open.values());
        List<List<Judgment>> made = groups.isEmpty() ? List.of() : run.judge(groups);
        IdentityHashMap<JudgingTask, Judgment> judged = new IdentityHashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            for (int j = 0; j < made.get(i).size(); j++) {
                judged.put(groups.get(i).get(j), made.get(i).get(j));
            }
        }
        List<Judgment> judgments = collect(tasks, judged);
        return new JudgingResult(judgments, tasks.size() - judgments.size(), budget.spent());
    }

    /** Returns all judgments; of those on the same answers, the first one has the tokens. */
    private List<Judgment> collect(List<JudgingTask> tasks, Map<JudgingTask, Judgment> judged) {
        List<Judgment> judgments = new ArrayList<>();
        Set<String> counted = new HashSet<>();
        for (JudgingTask task : tasks) {
            if (task.pair().identical()) {
                judgments.add(task.tie());
                continue;
            }
            Optional.ofNullable(judged.get(task))
                    .or(() -> task.known(settings.store))
                    .map(judgment -> counted.add(task.unorderedKey()) ? judgment : task.share(task, judgment))
                    .ifPresent(judgments::add);
        }
        return judgments;
    }

    private List<JudgingTask> tasks(List<JudgedPair> pairs) {
        List<JudgingTask> tasks = new ArrayList<>();
        for (PricedJudge judge : judges) {
            for (Aspect aspect : aspects) {
                if (judge.judge().supports(aspect)) {
                    pairs.forEach(pair -> tasks.add(JudgingTask.of(judge, aspect, pair)));
                }
            }
        }
        return tasks;
    }

    /** Returns the tasks that a judge has to be asked about, those about the same answers together. */
    private Map<String, List<JudgingTask>> open(List<JudgingTask> tasks) {
        Map<String, List<JudgingTask>> open = new LinkedHashMap<>();
        for (JudgingTask task : tasks) {
            if (!task.pair().identical() && task.known(settings.store).isEmpty()) {
                open.computeIfAbsent(task.unorderedKey(), key -> new ArrayList<>())
                        .add(task);
            }
        }
        return open;
    }

    private static void requireUnique(String what, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(what + " need different names, but two are called '" + name + "'");
            }
        }
    }
}
