// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A number in a property, such as {@code 0.05}, which can also be written in percent, as {@code 5%}. Immutable. */
public final class Fraction {

    private static final String PERCENT = "%";

    private final String text;
    private final double value;

    private Fraction(String text, double value) {
        this.text = text;
        this.value = value;
    }

    /**
     * Returns the number that {@code text} says.
     *
     * @throws IllegalArgumentException if it says none
     */
    public static Fraction of(String text) {
        String stripped = text.strip();
        boolean percent = stripped.endsWith(PERCENT);
        String number = percent ? stripped.substring(0, stripped.length() - 1).strip() : stripped;
        try {
            BigDecimal decimal = new BigDecimal(number);
            return new Fraction(stripped, (percent ? decimal.movePointLeft(2) : decimal).doubleValue());
        } catch (NumberFormatException e) {
            // Refused below, without a cause: Spring Boot's description of a failure quotes the innermost message.
        }
        throw new IllegalArgumentException("a share must be a number such as 0.05 or 5%, but was '" + stripped + "'");
    }

    /** Returns the number. */
    public double value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fraction fraction && Double.compare(value, fraction.value) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(value);
    }

    /** Returns the number as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
