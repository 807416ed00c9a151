// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import io.github.aligner4j.evaluation.metric.EditRatio;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import io.github.aligner4j.evaluation.statistics.Bootstrap;
import io.github.aligner4j.evaluation.statistics.Shares;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Computes the numbers of systems' answers. */
final class SystemSummaries {

    private static final double NANOSECONDS = 1e9;
    private static final int THOUSAND = 1000;

    private final Bootstrap bootstrap;
    private final Map<String, String> originals = new HashMap<>();

    SystemSummaries(List<ComparisonRow> rows, Bootstrap bootstrap) {
        this.bootstrap = bootstrap;
        rows.forEach(row -> originals.put(row.id(), row.request().answer()));
    }

    SystemSummary of(ComparedSystem system, List<SystemAnswer> answers) {
        long unchanged = answers.stream()
                .filter(each -> each.answer().equals(original(each)))
                .count();
        double[] seconds = values(answers, each -> each.elapsed().toNanos() / NANOSECONDS);
        return new SystemSummary(
                system.name(),
                answers.size(),
                answers.size() - unchanged,
                count(answers, Ending.REJECTED),
                count(answers, Ending.FAILED),
                Shares.wilson(unchanged, answers.size(), bootstrap.level()),
                bootstrap.mean(values(answers, each -> EditRatio.between(original(each), each.answer()))),
                mean(answers, each -> each.usage().promptTokens()),
                mean(answers, each -> each.usage().completionTokens()),
                bootstrap.mean(seconds),
                percentile(seconds, 0.5),
                percentile(seconds, 0.9),
                cost(system, answers));
    }

    private static OptionalDouble cost(ComparedSystem system, List<SystemAnswer> answers) {
        return system.price().isPresent() && !answers.isEmpty()
                ? OptionalDouble.of(
                        THOUSAND * mean(answers, each -> system.price().get().of(each.usage())))
                : OptionalDouble.empty();
    }

    private String original(SystemAnswer answer) {
        String original = originals.get(answer.rowId());
        if (original == null) {
            throw new IllegalArgumentException("the comparison has no row with the id '" + answer.rowId() + "'");
        }
        return original;
    }

    private static long count(List<SystemAnswer> answers, Ending ending) {
        return answers.stream().filter(each -> each.ending() == ending).count();
    }

    private static double mean(List<SystemAnswer> answers, ToDoubleFunction<SystemAnswer> value) {
        return answers.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    private static double[] values(List<SystemAnswer> answers, ToDoubleFunction<SystemAnswer> value) {
        return answers.stream().mapToDouble(value).toArray();
    }

    /** Returns the smallest value that at least this share of the values doesn't exceed; NaN without values. */
    private static double percentile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
