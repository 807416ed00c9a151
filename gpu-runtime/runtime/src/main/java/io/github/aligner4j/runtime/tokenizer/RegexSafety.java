// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.tokenizer.RegexNode.Repetition;
import java.util.List;

/**
 * Bounds the work of matching a regular expression.
 *
 * <p>The library's engine backtracks, and ends the process after ten million backtracking steps at one position of a text.
 * A pattern is therefore accepted only if its backtracking is at most proportional to the text: when the rest of the
 * pattern fails, an unbounded repetition may give back characters one by one, but not two of them in sequence, nor one
 * whose body has alternatives. The patterns of published tokenizers satisfy this.
 */
final class RegexSafety {

    /** Maximum number of times that an accepted pattern backtracks at one position, for each character of the text. */
    static final double MAX_STEPS_PER_CHARACTER = 4;

    static final int MAX_COUNT = 1000;

    private static final int MAX_LENGTH = 10_000;
    private static final double MAX_CONSTANT_STEPS = 100_000;

    /** A number of steps as a polynomial of the length of the text; higher powers count as squares. */
    private record Steps(double constant, double linear, double squared) {

        static final Steps ONE = new Steps(1, 0, 0);
        static final Steps LENGTH = new Steps(0, 1, 0);
        static final Steps TOO_MANY = new Steps(0, 0, 1);

        Steps plus(Steps other) {
            return new Steps(constant + other.constant, linear + other.linear, squared + other.squared);
        }

        Steps times(Steps other) {
            return new Steps(
                    constant * other.constant,
                    constant * other.linear + linear * other.constant,
                    (constant + linear) * other.squared + squared * other.sum() + linear * other.linear);
        }

        Steps times(double factor) {
            return new Steps(constant * factor, linear * factor, squared * factor);
        }

        private double sum() {
            return constant + linear + squared;
        }
    }

    private RegexSafety() {}

    /**
     * Checks {@code regex} and returns whether it can match the empty text.
     *
     * @throws IllegalArgumentException if its cost can't be bounded; the message says why
     */
    static boolean nullable(String regex) {
        if (regex.isEmpty() || regex.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("its length must be 1 to " + MAX_LENGTH);
        }
        RegexNode node = RegexParser.parse(regex);
        Steps steps = steps(node, false);
        if (steps.squared > 0) {
            throw new IllegalArgumentException(
                    "a repetition in it can be taken back in more ways than the text has characters");
        }
        if (steps.linear > MAX_STEPS_PER_CHARACTER || steps.constant > MAX_CONSTANT_STEPS) {
            throw new IllegalArgumentException("there are too many ways to match it");
        }
        return node.nullable();
    }

    /** Returns the number of steps of matching a node, including backtracking if the rest fails. */
    private static Steps steps(RegexNode node, boolean failingTail) {
        if (node instanceof RegexNode.Sequence sequence) {
            return sequence(sequence.parts(), failingTail);
        }
        if (node instanceof RegexNode.Choice choice) {
            return choice.branches().stream()
                    .map(branch -> steps(branch, failingTail))
                    .reduce(new Steps(0, 0, 0), Steps::plus);
        }
        if (node instanceof Repetition repetition) {
            return repetition(repetition, failingTail);
        }
        if (node instanceof RegexNode.Condition condition) {
            return steps(condition.body(), false);
        }
        return node instanceof RegexNode.Atomic atomic ? steps(atomic.body(), false) : Steps.ONE;
    }

    /** Parts before the last one that can fail are tried in all combinations, parts behind it once. */
    private static Steps sequence(List<RegexNode> parts, boolean failingTail) {
        int last = parts.size() - 1;
        while (!failingTail && last > 0 && !parts.get(last).fallible()) {
            last--;
        }
        Steps steps = Steps.ONE;
        for (int i = 0; i < parts.size(); i++) {
            Steps part = steps(parts.get(i), failingTail || i < last);
            steps = i <= last ? steps.times(part) : steps.plus(part);
        }
        return steps;
    }

    private static Steps repetition(Repetition repetition, boolean failingTail) {
        RegexNode body = repetition.body();
        if (repetition.max() == 1) {
            return Steps.ONE.plus(steps(body, failingTail));
        }
        if (body instanceof RegexNode.AnyCharacter) {
            return !failingTail
                    ? Steps.ONE
                    : repetition.unbounded() ? Steps.LENGTH : Steps.ONE.times(repetition.max() - repetition.min() + 1);
        }
        if (body.nullable() || repetition.min() > 1 || failingTail) {
            return rounds(repetition);
        }
        // If nothing after it can fail, a round that fails only ends the repetition.
        Steps round = steps(body, false);
        return repetition.unbounded() && repetition.max() == Repetition.UNBOUNDED
                ? round.times(Steps.LENGTH)
                : round.times(repetition.max());
    }

    /** Returns the steps of rounds that are all tried again: every combination of their own. */
    private static Steps rounds(Repetition repetition) {
        if (repetition.unbounded() || repetition.body().nullable()) {
            return Steps.TOO_MANY;
        }
        double ways = steps(repetition.body(), true).constant();
        double all = 0;
        for (int i = repetition.min(); i <= repetition.max() && all <= MAX_CONSTANT_STEPS; i++) {
            all += Math.pow(ways, i);
        }
        return Steps.ONE.times(Math.max(1, all));
    }
}
