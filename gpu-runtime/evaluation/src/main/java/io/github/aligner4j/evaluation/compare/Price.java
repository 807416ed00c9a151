// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import io.github.aligner4j.TokenUsage;

/**
 * The price of a model's tokens.
 *
 * @param inputPerMillion the price of a million prompt tokens, at least 0
 * @param outputPerMillion the price of a million completion tokens, at least 0
 * @param currency the currency, such as {@code USD}
 */
public record Price(double inputPerMillion, double outputPerMillion, String currency) {

    private static final double MILLION = 1e6;

    /** Checks the prices. */
    public Price {
        requirePrice("input", inputPerMillion);
        requirePrice("output", outputPerMillion);
    }

    /** Returns what {@code usage} costs. */
    public double of(TokenUsage usage) {
        return (usage.promptTokens() * inputPerMillion + usage.completionTokens() * outputPerMillion) / MILLION;
    }

    private static void requirePrice(String name, double price) {
        if (!(price >= 0 && price < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the price of a million " + name + " tokens must be at least 0, but was " + price);
        }
    }
}
