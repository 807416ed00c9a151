// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judging;

/**
 * The maximum cost of a run.
 *
 * @param amount the amount, at least 0
 * @param currency the currency, such as {@code USD}; costs in other currencies are refused
 */
public record MaxCost(double amount, String currency) {

    /** Checks the amount. */
    public MaxCost {
        if (!(amount >= 0 && amount < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the maximum cost must be at least 0, but was " + amount);
        }
        if (currency.isBlank()) {
            throw new IllegalArgumentException("the maximum cost needs a currency, such as USD");
        }
    }
}
