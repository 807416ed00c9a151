// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import io.github.aligner4j.evaluation.compare.ComparisonReport;
import io.github.aligner4j.evaluation.compare.WinRateSummary;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names of judges for readers: without the version of the prompt, unless only that tells two judges apart. */
final class JudgeNames {

    private static final Pattern VERSION = Pattern.compile(" \\(compare/[^()]*\\)$");

    private final Set<String> judges;

    JudgeNames(ComparisonReport report) {
        judges = report.winRates().stream().map(WinRateSummary::judge).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the name of {@code judge} for readers. */
    String of(String judge) {
        String model = withoutVersion(judge);
        boolean several = judges.stream()
                .anyMatch(other -> !other.equals(judge) && withoutVersion(other).equals(model));
        return several || model.isEmpty() ? judge : model;
    }

    private static String withoutVersion(String judge) {
        return VERSION.matcher(judge).replaceFirst("");
    }
}
