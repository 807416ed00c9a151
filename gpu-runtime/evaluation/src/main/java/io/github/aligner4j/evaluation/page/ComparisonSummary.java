// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import io.github.aligner4j.evaluation.compare.AgreementSummary;
import io.github.aligner4j.evaluation.compare.ComparedSystem;
import io.github.aligner4j.evaluation.compare.ComparisonReport;
import io.github.aligner4j.evaluation.compare.OverCorrectionSummary;
import io.github.aligner4j.evaluation.compare.OverCorrectionSummary.Harm;
import io.github.aligner4j.evaluation.compare.SystemSummary;
import io.github.aligner4j.evaluation.compare.WinRateSummary;
import io.github.aligner4j.evaluation.judge.PositionBias;
import io.github.aligner4j.evaluation.statistics.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in sentences what a comparison found, and what a reader must know before trusting it. */
final class ComparisonSummary {

    private static final String PEOPLE = "people";
    private static final int MIN_PAIRS = 30;
    private static final double MIN_KAPPA = 0.2;
    private static final double MAX_INVALID_SHARE = 0.05;
    private static final double MAX_P_VALUE = 0.05;
    private static final double MAX_CONTRADICTIONS = 0.25;

    private final ComparisonReport report;
    private final List<PositionBias> biases;
    private final JudgeNames names;

    ComparisonSummary(ComparisonReport report, List<PositionBias> biases) {
        this.report = report;
        this.biases = List.copyOf(biases);
        this.names = new JudgeNames(report);
    }

    /** Returns a sentence or more about each system. */
    List<String> facts() {
        List<String> facts = new ArrayList<>();
        for (SystemSummary system : report.systems()) {
            if (!system.system().equals(ComparedSystem.ORIGINAL)) {
                StringBuilder fact = new StringBuilder(changed(system));
                overall()
                        .filter(rate -> rate.system().equals(system.system()))
                        .forEach(rate -> fact.append('\n').append(preferred(rate)));
                report.overCorrections().stream()
                        .filter(each -> each.system().equals(system.system())
                                && each.category().isEmpty()
                                && each.harm() == Harm.CHANGED
                                && each.share().n() > 0)
                        .forEach(each -> fact.append('\n').append(clean(each)));
                facts.add(fact.toString());
            }
        }
        return facts;
    }

    private Stream<WinRateSummary> overall() {
        return report.winRates().stream().filter(rate -> rate.category().isEmpty());
    }

    private static String changed(SystemSummary system) {
        String name = system.system().equals(ComparedSystem.REFERENCE) ? "people (reference)" : system.system();
        String failed = system.failed() + system.rejected() == 0
                ? ""
                : " " + Figures.count(system.failed() + system.rejected())
                        + " corrections failed or were rejected; their answers stayed as they were.";
        return "Of " + Figures.count(system.answers()) + " answers " + name + " changed "
                + Figures.of(system.changed(), system.answers()) + "." + failed;
    }

    private String clean(OverCorrectionSummary changed) {
        String harm = report.overCorrections().stream()
                .filter(each -> each.system().equals(changed.system())
                        && each.category().isEmpty()
                        && each.harm() != Harm.CHANGED
                        && each.count() > 0)
                .map(each -> each.harm().label() + " in " + Figures.count(each.count()))
                .collect(Collectors.joining(", "));
        return "Of " + Figures.count(changed.share().n()) + " answers that needed no correction, it changed "
                + Figures.count(changed.count()) + " (" + Figures.percent(changed.share(), false) + ")"
                + (harm.isEmpty() ? "." : ": " + harm + ".");
    }

    private String preferred(WinRateSummary rate) {
        String judge = judge(rate.judge());
        if (rate.counts().total() == 0) {
            return judge + " gave no verdict (" + rate.aspect() + ").";
        }
        String rival = rate.baseline().equals(ComparedSystem.ORIGINAL) ? "the change" : "it to " + rate.baseline();
        return judge + " preferred " + rival + " " + times(rate.counts().wins()) + ", disliked it "
                + times(rate.counts().losses()) + ": " + reading(rate) + " (" + rate.aspect() + "; win rate "
                + Figures.percent(rate.winRate(), true) + ", n = "
                + Figures.count(rate.counts().total()) + ").";
    }

    private String judge(String judge) {
        if (judge.equals(PEOPLE)) {
            return "People";
        }
        return people(judge) ? judge.substring(PEOPLE.length() + 1) + " (people)" : "The judge " + names.of(judge);
    }

    private static String times(long count) {
        return count == 1 ? "once" : Figures.count(count) + " times";
    }

    /** Returns what the interval and the sign test, the stricter one for few wins and losses, allow to say together. */
    private static String reading(WinRateSummary summary) {
        Interval rate = summary.winRate();
        if (rate.lower() > 0 && summary.pValue() < MAX_P_VALUE) {
            return "better";
        }
        return rate.upper() < 0 && summary.pValue() < MAX_P_VALUE
                ? "worse"
                : "no difference can be told from these rows";
    }

    /** Returns the warnings, the most important first. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        judges(warnings);
        verdicts(warnings);
        biases.stream()
                .filter(bias -> bias.contradictions() > MAX_CONTRADICTIONS)
                .forEach(bias -> warnings.add(
                        "The judge " + names.of(bias.judge()) + " (" + bias.aspect() + ") contradicted itself on "
                                + Figures.of(bias.prefersFirst() + bias.prefersSecond(), bias.pairs()) + " of "
                                + Figures.count(bias.pairs())
                                + " pairs when the answers changed places. These pairs are ties."));
        for (SystemSummary system : report.systems()) {
            if (system.failed() > 0) {
                warnings.add("Of " + Figures.count(system.answers()) + " corrections of " + system.system() + ", "
                        + Figures.of(system.failed(), system.answers())
                        + " failed. They count as unchanged answers, so the system's numbers are those of a system"
                        + " that works less often.");
            }
        }
        return warnings;
    }

    /** Warns of judges that were not compared with people, or agree with them hardly more than chance. */
    private void judges(List<String> warnings) {
        Map<String, Set<String>> unchecked = new LinkedHashMap<>();
        Set<List<String>> judged = new LinkedHashSet<>();
        overall()
                .filter(rate -> !people(rate.judge()))
                .forEach(rate -> judged.add(List.of(rate.judge(), rate.aspect())));
        for (List<String> each : judged) {
            List<AgreementSummary> checks = report.agreements().stream()
                    .filter(check -> check.aspect().equals(each.get(1))
                            && check.category().isEmpty()
                            && check.pairs() > 0
                            && checks(check, each.get(0)))
                    .toList();
            if (checks.isEmpty()) {
                unchecked
                        .computeIfAbsent(each.get(0), none -> new LinkedHashSet<>())
                        .add(each.get(1));
            }
            String name = "The judge " + names.of(each.get(0)) + " (" + each.get(1) + ")";
            checks.forEach(check -> agreement(name, check, warnings));
        }
        unchecked.forEach((judge, aspects) -> warnings.add("The judge " + names.of(judge) + " ("
                + String.join(", ", aspects) + ") was not checked against people: nobody knows whether people would"
                + " agree with its verdicts. Have people judge some pairs (--blind-sheet, --verdicts)."));
    }

    private static boolean checks(AgreementSummary check, String judge) {
        return (check.judge().equals(judge) && people(check.other()))
                || (check.other().equals(judge) && people(check.judge()));
    }

    private static void agreement(String name, AgreementSummary check, List<String> warnings) {
        String measured = String.format(
                Locale.ROOT, "Cohen's kappa %s, n = %,d pairs", Figures.decimals(check.kappa(), false), check.pairs());
        if (check.kappa().value() < MIN_KAPPA) {
            warnings.add(name + " agrees with people hardly more often than chance would (" + measured
                    + "): its win rates say little.");
        } else if (check.pairs() < MIN_PAIRS) {
            warnings.add(name + " was checked against people on few pairs only (" + measured + ").");
        }
    }

    /** Warns of judges without verdicts, once for each judge. */
    private void verdicts(List<String> warnings) {
        Map<String, List<WinRateSummary>> missing = new LinkedHashMap<>();
        overall()
                .filter(rate -> rate.invalid()
                        > MAX_INVALID_SHARE * (rate.invalid() + rate.counts().total()))
                .forEach(rate -> missing.computeIfAbsent(rate.judge(), none -> new ArrayList<>())
                        .add(rate));
        missing.forEach((judge, rates) -> {
            long invalid = rates.stream().mapToLong(WinRateSummary::invalid).sum();
            long all = invalid
                    + rates.stream().mapToLong(rate -> rate.counts().total()).sum();
            String pairs = rates.stream()
                    .map(rate -> rate.system() + " and " + rate.baseline() + " (" + rate.aspect() + ")")
                    .collect(Collectors.joining(", "));
            warnings.add("The judge " + names.of(judge) + " gave no verdict on " + Figures.of(invalid, all) + " of "
                    + Figures.count(all) + " pairs of " + pairs
                    + ". They are in no win rate, which is that of the other pairs only.");
        });
    }

    private static boolean people(String judge) {
        return judge.equals(PEOPLE) || judge.startsWith(PEOPLE + ":");
    }
}
