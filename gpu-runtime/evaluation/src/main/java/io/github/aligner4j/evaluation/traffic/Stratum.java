// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

/** A range of edit ratios, from which examples are drawn. */
public enum Stratum {
    /** At most 5 % of the characters of the longer text. */
    UP_TO_5("up to 5 %", 0.05),
    /** More than 5 %, at most 20 %. */
    UP_TO_20("5 to 20 %", 0.2),
    /** More than 20 %, at most 50 %. */
    UP_TO_50("20 to 50 %", 0.5),
    /** More than 50 %. */
    ABOVE_50("above 50 %", 1);

    private final String label;
    private final double max;

    Stratum(String label, double max) {
        this.label = label;
        this.max = max;
    }

    /** Returns the name for people. */
    public String label() {
        return label;
    }

    /** Returns the stratum of an edit ratio. */
    static Stratum of(double editRatio) {
        for (Stratum stratum : values()) {
            if (editRatio <= stratum.max) {
                return stratum;
            }
        }
        return ABOVE_50;
    }
}
