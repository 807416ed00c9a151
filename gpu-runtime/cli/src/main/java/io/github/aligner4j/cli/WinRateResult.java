// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.cli.Leaderboard.Printed;
import io.github.aligner4j.evaluation.statistics.Bootstrap;
import io.github.aligner4j.evaluation.statistics.Interval;
import io.github.aligner4j.evaluation.statistics.LengthControlledWinRate;
import io.github.aligner4j.evaluation.statistics.PreferenceRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The win rates of a system; {@code aligner win-rate --json} prints them.
 *
 * @param comparisons the comparisons that are counted
 * @param preferences the raw win rate, 0 to 1, in which a tie is half a win
 * @param netWinRate wins less losses as a share of all, -1 to 1, as in the Aligner paper
 * @param pValue the p-value of the sign test
 * @param lengthControlled the length-controlled win rate; empty if lengths aren't known
 * @param printed the numbers of a leaderboard, in percent
 */
record WinRateResult(
        WinRateKey comparisons,
        PreferenceRate preferences,
        Interval netWinRate,
        double pValue,
        Optional<LengthControlledWinRate> lengthControlled,
        Optional<Printed> printed) {

    static WinRateResult of(
            WinRateKey key,
            List<WinRateRow> rows,
            Difficulties difficulties,
            Optional<Printed> printed,
            Bootstrap bootstrap) {
        PreferenceRate preferences = PreferenceRate.of(
                bootstrap, rows.stream().mapToDouble(WinRateRow::preference).toArray());
        return new WinRateResult(
                key,
                preferences,
                preferences.counts().interval(bootstrap),
                preferences.counts().pValue(),
                lengthControlled(rows, difficulties, bootstrap),
                printed);
    }

    private static Optional<LengthControlledWinRate> lengthControlled(
            List<WinRateRow> rows, Difficulties difficulties, Bootstrap bootstrap) {
        List<LengthControlledWinRate.Row> controlled = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            WinRateRow row = rows.get(i);
            if (row.length() != WinRateRow.UNKNOWN && row.baselineLength() != WinRateRow.UNKNOWN) {
                OptionalDouble difficulty = difficulties.of(i);
                controlled.add(new LengthControlledWinRate.Row(
                        row.preference(), row.baselineLength(), row.length(), difficulty));
            }
        }
        boolean spread = controlled.stream()
                        .mapToInt(row -> row.length() - row.baselineLength())
                        .distinct()
                        .count()
                > 1;
        long judged = controlled.stream()
                .filter(row -> !Double.isNaN(row.preference()))
                .count();
        return controlled.size() == rows.size() && spread && judged >= LengthControlledWinRate.MIN_ROWS
                ? Optional.of(LengthControlledWinRate.of(controlled, bootstrap))
                : Optional.empty();
    }
}
