// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.compare.Price;

/**
 * The price of tokens that were read and generated.
 *
 * @param input the price of the prompt tokens
 * @param output the price of the generated tokens
 */
record Cost(double input, double output) {

    /** No cost. */
    static final Cost NONE = new Cost(0, 0);

    /** Returns the cost of {@code usage} at {@code price}. */
    static Cost of(TokenUsage usage, Price price) {
        return new Cost(
                price.of(new TokenUsage(usage.promptTokens(), 0)),
                price.of(new TokenUsage(0, usage.completionTokens())));
    }

    /** Returns the sum of this and {@code other}. */
    Cost plus(Cost other) {
        return new Cost(input + other.input, output + other.output);
    }

    /** Returns the sum of both parts. */
    double total() {
        return input + output;
    }

    /** Returns whether nothing costs anything. */
    boolean isNone() {
        return total() == 0;
    }
}
