// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.ahead;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Measures the time from the end of the upstream model's first sentence to the first corrected text, see {@code
 * docs/benchmarks/sentences.md}. Each round runs every cell once, with an answer of its own.
 */
public final class FirstSentence {

    private final AheadOptions options;
    private final Map<Cell, List<SentenceCall.Waits>> waits = new LinkedHashMap<>();
    private int run;

    /**
     * A measurement, repeated in each round.
     *
     * @param policy the time at which text is corrected
     * @param callers the number of answers that stream at once, each begun a tenth of a second after the one before
     * @param rude true if the first sentence has something to correct
     */
    private record Cell(StreamingPolicy policy, int callers, int tokens, int tokensPerSecond, boolean rude) {}

    private FirstSentence(AheadOptions options) {
        this.options = options;
    }

    /** Runs the benchmark with options of the form {@code name=value}, see {@link AheadOptions}; {@code aligners} is not used. */
    public static void main(String[] args) {
        run(AheadOptions.of(args), System.out::println);
    }

    /** Runs the benchmark and passes each line of its table to {@code out}. */
    static void run(AheadOptions options, Consumer<String> out) {
        try (CheckpointAligner aligner = CheckpointAligner.open(ModelSource.folder(options.checkpoint()))) {
            new FirstSentence(options).measure(aligner, out);
        }
    }

    private void measure(Aligner aligner, Consumer<String> out) {
        for (int i = 0; i < 2; i++) {
            run(aligner, new Cell(StreamingPolicy.SENTENCE, 1, 100, 400, true));
        }
        for (int round = 1; round <= options.rounds(); round++) {
            for (Cell cell : cells()) {
                waits.computeIfAbsent(cell, added -> new ArrayList<>()).addAll(run(aligner, cell));
            }
        }
        out.accept(
                "| streaming | callers | tokens | tokens/s | first sentence | first, median | first, worst | last, median |"
                        + " last, worst |");
        out.accept("|---|---|---|---|---|---|---|---|---|");
        waits.forEach((cell, all) -> out.accept(line(cell, all)));
    }

    private List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (int callers : options.callers()) {
            for (int tokens : options.tokens()) {
                for (int pace : options.paces()) {
                    for (boolean rude : List.of(false, true)) {
                        Arrays.stream(StreamingPolicy.values())
                                .forEach(policy -> cells.add(new Cell(policy, callers, tokens, pace, rude)));
                    }
                }
            }
        }
        return cells;
    }

    private List<SentenceCall.Waits> run(Aligner aligner, Cell cell) {
        List<CompletableFuture<SentenceCall.Waits>> calls = IntStream.range(0, cell.callers())
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> SentenceCall.run(
                                aligner, cell.policy(), answer(cell.tokens(), cell.rude()), cell.tokensPerSecond()),
                        CompletableFuture.delayedExecutor(
                                100L * i, TimeUnit.MILLISECONDS, task -> new Thread(task).start())))
                .toList();
        return calls.stream().map(CompletableFuture::join).toList();
    }

    private synchronized String answer(int tokens, boolean rude) {
        String answer = new Texts(run++).answer(tokens);
        return rude
                ? "Read the label first, you stupid idiot, before you wash cloth number " + run + ". " + answer
                : answer;
    }

    private static String line(Cell cell, List<SentenceCall.Waits> all) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %s | %s | %s |",
                cell.policy().name().toLowerCase(Locale.ROOT),
                cell.callers(),
                cell.tokens(),
                cell.tokensPerSecond(),
                cell.rude() ? "rude" : "civil",
                medianAndWorst(all, SentenceCall.Waits::first),
                medianAndWorst(all, SentenceCall.Waits::last));
    }

    private static String medianAndWorst(List<SentenceCall.Waits> all, ToDoubleFunction<SentenceCall.Waits> time) {
        double[] sorted = all.stream().mapToDouble(time).sorted().toArray();
        return String.format(Locale.ROOT, "%.0f | %.0f", sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }
}
