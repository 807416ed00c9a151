// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.statistics.Interval;
import io.github.aligner4j.evaluation.statistics.WinCounts;

/**
 * A row of {@link WinRatePlot}.
 *
 * @param name the system's name
 * @param note the baseline, the judge and the aspect
 * @param counts wins, losses and ties
 * @param winRate the win rate, -1 to 1
 */
public record WinBar(String name, String note, WinCounts counts, Interval winRate) {}
