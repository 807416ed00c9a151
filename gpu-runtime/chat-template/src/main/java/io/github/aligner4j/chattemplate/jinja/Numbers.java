// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import io.github.aligner4j.chattemplate.jinja.Values.Bool;
import io.github.aligner4j.chattemplate.jinja.Values.Int;
import io.github.aligner4j.chattemplate.jinja.Values.Real;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Arithmetic. */
final class Numbers {

    private Numbers() {}

    /** Returns the value of an integer or a truth value; null for all others. */
    static @Nullable Long integer(Value value) {
        if (value instanceof Int number) {
            return number.value();
        }
        return value instanceof Bool truth ? Long.valueOf(truth.value() ? 1 : 0) : null;
    }

    /** Returns the value of a number or a truth value; null for all others. */
    static @Nullable Double real(Value value) {
        if (value instanceof Real number) {
            return number.value();
        }
        Long integer = integer(value);
        return integer == null ? null : Double.valueOf(integer);
    }

    static int compare(Value one, Value other) {
        Long left = integer(one);
        Long right = integer(other);
        return left != null && right != null
                ? Long.compare(left, right)
                : Double.compare(require(one) + 0.0, require(other) + 0.0);
    }

    /** Returns the result of an operator of two numbers. */
    static Value calculate(String operator, Value one, Value other) {
        Long left = integer(one);
        Long right = integer(other);
        try {
            return left != null && right != null && !operator.equals("/")
                    ? integers(operator, left, right)
                    : new Real(reals(operator, require(one), require(other)));
        } catch (ArithmeticException e) {
            throw new JinjaException("result of '" + operator + "' is no number or beyond 64 bits");
        }
    }

    static Value negate(Value value) {
        Long integer = integer(value);
        try {
            return integer == null ? new Real(-require(value)) : new Int(Math.negateExact(integer));
        } catch (ArithmeticException e) {
            throw new JinjaException("result of '-' is beyond 64 bits");
        }
    }

    private static Value integers(String operator, long one, long other) {
        return switch (operator) {
            case "+" -> new Int(Math.addExact(one, other));
            case "-" -> new Int(Math.subtractExact(one, other));
            case "*" -> new Int(Math.multiplyExact(one, other));
            case "//" -> new Int(Math.floorDiv(one, other));
            case "%" -> new Int(Math.floorMod(one, other));
            default -> power(one, other);
        };
    }

    private static Value power(long base, long exponent) {
        if (exponent < 0) {
            return new Real(reals("**", (double) base, (double) exponent));
        }
        if (base >= -1 && base <= 1) {
            return new Int(exponent == 0 || (base < 0 && exponent % 2 == 0) ? 1 : base);
        }
        if (Math.abs(Math.pow((double) base, (double) exponent)) >= Long.MAX_VALUE) {
            throw new ArithmeticException("beyond 64 bits");
        }
        return new Int(BigInteger.valueOf(base).pow((int) exponent).longValueExact());
    }

    private static double reals(String operator, double one, double other) {
        if (other == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw new ArithmeticException("no number");
        }
        double result = switch (operator) {
            case "+" -> one + other;
            case "-" -> one - other;
            case "*" -> one * other;
            case "/" -> one / other;
            case "//" -> Math.floor(one / other);
            case "%" -> one - other * Math.floor(one / other);
            default -> Math.pow(one, other);
        };
        if (!Double.isFinite(result)) {
            throw new ArithmeticException("no number");
        }
        return result;
    }

    private static double require(Value value) {
        Double number = real(value);
        if (number == null) {
            throw new JinjaException("a value of type " + value.type() + " is no number");
        }
        return number;
    }
}
