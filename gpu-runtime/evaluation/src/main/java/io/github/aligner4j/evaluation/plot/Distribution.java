// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import java.util.Arrays;
import java.util.List;

/**
 * Values of a system's answers.
 *
 * @param name the system's name
 * @param note a note on the numbers, such as their count
 * @param values the values
 */
public record Distribution(String name, String note, List<Double> values) {

    /** Copies the list. */
    public Distribution {
        values = List.copyOf(values);
    }

    /** Creates a distribution of these values. */
    public static Distribution of(String name, String note, double... values) {
        return new Distribution(name, note, Arrays.stream(values).boxed().toList());
    }

    /** Returns the values as an array. */
    double[] numbers() {
        return values.stream().mapToDouble(each -> each).toArray();
    }
}
