// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.grounded;

import java.time.Month;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Random;

/**
 * Draws values of facts: a number, a year, a date or a person's name.
 *
 * <p>A specification is {@code person}, or {@code number}, {@code year} or {@code date} with the lowest and the highest number or
 * year, such as {@code number 3 24}.
 */
final class Values {

    private final Words words;
    private final Random random;

    Values(Words words, Random random) {
        this.words = words;
        this.random = random;
    }

    /** Returns a value of a specification. */
    String draw(String specification) {
        String[] parts = specification.split(" ", -1);
        return switch (parts[0]) {
            case "person" -> words.person();
            case "number", "year" -> String.valueOf(between(parts[1], parts[2]));
            case "date" -> date(between(parts[1], parts[2]));
            default ->
                throw new IllegalArgumentException("unknown values '" + specification
                        + "'; expected person, or number, year or date with two limits");
        };
    }

    /** Returns a value of a specification other than {@code right}; every other time one that differs in a part only. */
    String drawOther(String specification, String right) {
        String other = right;
        while (other.equals(right)) {
            other = random.nextBoolean() ? similar(right, draw(specification)) : draw(specification);
        }
        return other;
    }

    /** Returns {@code right} with one word of {@code drawn}, or, for a single number, with another last digit. */
    private String similar(String right, String drawn) {
        String[] from = drawn.split(" ", -1);
        String[] to = right.split(" ", -1);
        if (to.length == 1) {
            return right.substring(0, right.length() - 1)
                    + (right.length() == 1 ? 1 + random.nextInt(9) : random.nextInt(10));
        }
        int at = random.nextInt(to.length);
        to[at] = from[at];
        return String.join(" ", to);
    }

    private String date(int year) {
        Month month = Month.of(1 + random.nextInt(12));
        return 1 + random.nextInt(month.minLength()) + " " + month.getDisplayName(TextStyle.FULL, Locale.ENGLISH) + " "
                + year;
    }

    private int between(String lowest, String highest) {
        int from = Integer.parseInt(lowest);
        return from + random.nextInt(Integer.parseInt(highest) - from + 1);
    }
}
