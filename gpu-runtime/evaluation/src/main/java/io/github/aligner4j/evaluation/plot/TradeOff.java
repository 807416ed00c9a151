package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.statistics.Interval;

/**
 * What a system needs and what it achieves.
 *
 * @param name the system's name
 * @param cost what it needs, at least 0
 * @param winRate its win rate, -1 to 1
 */
public record TradeOff(String name, double cost, Interval winRate) {}
