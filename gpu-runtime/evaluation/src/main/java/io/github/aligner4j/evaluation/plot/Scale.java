package io.github.aligner4j.evaluation.plot;

/** What the values along an axis are. */
public enum Scale {
    /** Values as they are. */
    LINEAR,
    /** Logarithms to base 10; ticks show what they are the logarithms of. */
    LOGARITHMIC
}
