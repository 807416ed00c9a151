// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.LayerMode;
import io.github.aligner4j.LayerTrace.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TrafficPropertyTest {

    @Property(tries = 300)
    void percentiles_are_those_of_the_sorted_times(
            @ForAll @Size(min = 1, max = 200) List<@LongRange(min = 1, max = 100_000_000) Long> micros,
            @ForAll @IntRange(min = 0, max = 2) int which) {
        LatencyTally tally = new LatencyTally();
        micros.forEach(each -> tally.add(Duration.ofNanos(each * 1000)));
        long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
        double share = List.of(0.5, 0.9, 0.99).get(which);

        Latency latency = tally.report();

        double exact = sorted[(int) Math.ceil(share * sorted.length) - 1] / 1000.0;
        double measured = List.of(latency.p50(), latency.p90(), latency.p99()).get(which);
        assertThat(measured).isCloseTo(exact, within(exact * 0.001 + 0.001));
        assertThat(latency.count()).isEqualTo(sorted.length);
    }

    @Property(tries = 200)
    void counts_add_up(@ForAll("traffic") List<TrafficEntry> traffic) {
        TrafficAnalysis analysis = new TrafficAnalysis(5, 1);
        traffic.forEach(entry -> analysis.add("f", entry));

        TrafficReport report = analysis.report();

        assertThat(report.answers().stream().mapToLong(Answers::count).sum()).isEqualTo(traffic.size());
        assertThat(report.answers()).allSatisfy(each -> {
            assertThat(sum(each.endings().values())).isEqualTo(each.count());
            add(each.changes());
        });
        long passes = traffic.stream()
                .flatMap(entry -> entry.layers().stream())
                .filter(layer -> layer.outcome() != Outcome.SHADOWED)
                .count();
        assertThat(report.layers().stream().mapToLong(LayerReport::count).sum()).isEqualTo(passes);
        assertThat(report.layers()).allSatisfy(each -> {
            assertThat(sum(each.outcomes().values())).isEqualTo(each.count());
            assertThat(each.changes().count()).isEqualTo(each.count(Outcome.CORRECTED));
            add(each.changes());
        });
        assertThat(report.examples()).hasSizeLessThanOrEqualTo(5);
    }

    @Property(tries = 100)
    void each_pair_has_one_comparison_and_a_replay_of_itself_differs_in_nothing(
            @ForAll("traffic") List<TrafficEntry> traffic, @ForAll("traffic") List<TrafficEntry> others) {
        ReplayAnalysis mixed = new ReplayAnalysis(5, 1);
        ReplayAnalysis same = new ReplayAnalysis(5, 1);
        for (int i = 0; i < Math.min(traffic.size(), others.size()); i++) {
            mixed.add("f", traffic.get(i), others.get(i));
            same.add("f", traffic.get(i), traffic.get(i));
        }

        assertThat(sum(mixed.report().comparisons().values()))
                .isEqualTo(mixed.report().pairs());
        assertThat(same.report().count(Comparison.OTHER_CORRECTION)).isZero();
        assertThat(same.report().count(Comparison.FAILED_NOW)).isZero();
        assertThat(same.report().examples()).isEmpty();
    }

    @Provide
    Arbitrary<List<TrafficEntry>> traffic() {
        Arbitrary<String> text =
                Arbitraries.of("You fool.", "You friend.", "Hello", "hello!", "A b c d e", "A b x d e", "");
        Arbitrary<TrafficLayer> layer = Combinators.combine(
                        Arbitraries.of("one", "two"),
                        Arbitraries.of(LayerMode.class),
                        Arbitraries.of(Outcome.class),
                        text.injectNull(0.5))
                .as((name, mode, outcome, result) ->
                        new TrafficLayer(name, mode, outcome, Duration.ofMillis(1), List.of(), result));
        return Combinators.combine(
                        Arbitraries.of("x", "y"),
                        Arbitraries.of(true, false),
                        text,
                        text.injectNull(0.2),
                        layer.list().ofMaxSize(3))
                .as((chain, shadow, answer, result, layers) ->
                        new TrafficEntry(chain, shadow, "q", answer, result, null, layers))
                .list()
                .ofMaxSize(60);
    }

    private static void add(Changes changes) {
        assertThat(sum(changes.kinds().values())).isEqualTo(changes.count());
        assertThat(sum(changes.strata().values()))
                .isEqualTo(changes.count() - changes.kinds().getOrDefault(EditKind.UNKNOWN, 0L));
    }

    private static long sum(Collection<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
