// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.completion.TokenLogprobs.Alternative;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The categories that a model chooses from by one token, with a value for each.
 *
 * <p>A token stands for the first category that begins with it: its probability is taken for that of the whole category. This is
 * the rule of {@code TokenToFloat} in <a
 * href="https://github.com/ibm-granite/granite-common/blob/main/src/granite_common/intrinsics/output.py">granite-common</a>.
 *
 * @param values the value of each category, in order
 */
record Categories(Map<String, Double> values) {

    /**
     * Returns the expected value: the values of the likely tokens' categories, weighted by the tokens' probabilities.
     *
     * <pre>{@code sum(p(token) * value(category(token))) / sum(p(token))}</pre>
     *
     * <p>over the generated token and the most likely other tokens that stand for a category; 0 if none does.
     *
     * @param chosen the category that the model wrote
     * @param position the tokens at its beginning; null if the category does not begin a token, which means that it was
     *     certain as soon as that token was chosen
     */
    double expectedValue(String chosen, @Nullable TokenLogprobs position) {
        if (position == null) {
            return values.getOrDefault(chosen, 0.0);
        }
        double total = 0;
        double weighted = 0;
        if (values.containsKey(chosen)) {
            total = Math.exp(position.logprob());
            weighted = total * values.get(chosen);
        }
        for (Alternative token : position.top()) {
            Optional<Double> value = token.token().equals(position.token())
                    ? Optional.empty()
                    : of(token.token()).map(values::get);
            if (value.isPresent()) {
                double probability = Math.exp(token.logprob());
                total += probability;
                weighted += probability * value.get();
            }
        }
        return total > 0 ? weighted / total : 0;
    }

    /**
     * Returns the first category that begins with {@code token}, or with the part of it before the closing quote; empty if none
     * does, or the token is blank.
     */
    Optional<String> of(String token) {
        int quote = token.indexOf('"');
        String part = quote < 0 ? token : token.substring(0, quote);
        return part.isBlank()
                ? Optional.empty()
                : values.keySet().stream()
                        .filter(category -> category.startsWith(part))
                        .findFirst();
    }
}
