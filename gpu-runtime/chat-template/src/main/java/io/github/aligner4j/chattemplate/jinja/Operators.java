// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import io.github.aligner4j.chattemplate.jinja.Values.Undefined;
import java.util.ArrayList;
import java.util.List;

/** The operators. */
final class Operators {

    private Operators() {}

    static Value calculate(String operator, Value left, Value right, Budget budget) {
        requireDefined(left);
        requireDefined(right);
        if (operator.equals("+")) {
            return plus(left, right, budget);
        }
        if (operator.equals("*")) {
            return times(left, right, budget);
        }
        if (operator.equals("%") && left instanceof MarkedText) {
            throw new JinjaException("formatting a text with '%' is not supported");
        }
        return Numbers.calculate(operator, left, right);
    }

    private static Value plus(Value left, Value right, Budget budget) {
        if (left instanceof MarkedText one && right instanceof MarkedText other) {
            return concatenate(one, other, budget);
        }
        if (left instanceof Sequence one && right instanceof Sequence other && one.tuple() == other.tuple()) {
            return one.plus(other, budget);
        }
        if (Numbers.real(left) == null || Numbers.real(right) == null) {
            throw new JinjaException("values of the types " + left.type() + " and " + right.type() + " can't be added");
        }
        return Numbers.calculate("+", left, right);
    }

    static MarkedText concatenate(MarkedText left, MarkedText right, Budget budget) {
        budget.characters((long) left.length() + right.length());
        return left.plus(right);
    }

    private static Value times(Value left, Value right, Budget budget) {
        Long leftCount = Numbers.integer(left);
        Long rightCount = Numbers.integer(right);
        if (left instanceof MarkedText text && rightCount != null) {
            return Texts.repeat(text, rightCount, budget);
        }
        if (right instanceof MarkedText text && leftCount != null) {
            return Texts.repeat(text, leftCount, budget);
        }
        if (left instanceof Sequence sequence && rightCount != null) {
            return repeat(sequence, rightCount, budget);
        }
        return right instanceof Sequence sequence && leftCount != null
                ? repeat(sequence, leftCount, budget)
                : Numbers.calculate("*", left, right);
    }

    private static Sequence repeat(Sequence sequence, long times, Budget budget) {
        long count = Math.max(times, 0);
        long size = sequence.items().isEmpty() ? 0 : Math.min(count, Budget.MAX_STEPS + 1L);
        budget.steps(size * sequence.items().size());
        List<Value> items = new ArrayList<>();
        for (long i = 0; i < size; i++) {
            items.addAll(sequence.items());
        }
        return new Sequence(items, sequence.tuple());
    }

    static boolean compare(String operator, Value left, Value right, Budget budget) {
        return switch (operator) {
            case "==" -> Values.equal(left, right, budget);
            case "!=" -> !Values.equal(left, right, budget);
            case "in" -> Values.contains(right, left, budget);
            case "not in" -> !Values.contains(right, left, budget);
            default -> order(operator, left, right, budget);
        };
    }

    private static boolean order(String operator, Value left, Value right, Budget budget) {
        requireDefined(left);
        requireDefined(right);
        int order = Values.compare(left, right, budget);
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    static void requireDefined(Value value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
    }
}
