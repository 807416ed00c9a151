// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

/** The scale of an axis. */
public enum Scale {
    /** Linear. */
    LINEAR,
    /** Logarithmic: values are logarithms to base 10, and ticks are labelled with the original values. */
    LOGARITHMIC
}
