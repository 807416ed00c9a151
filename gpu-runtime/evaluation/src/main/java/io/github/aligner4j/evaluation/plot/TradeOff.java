// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.statistics.Interval;

/**
 * A system's cost and win rate.
 *
 * @param name the system's name
 * @param cost the cost, in any unit, at least 0
 * @param winRate its win rate, -1 to 1
 */
public record TradeOff(String name, double cost, Interval winRate) {}
