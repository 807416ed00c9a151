// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

/**
 * People's label of a pair of answers and a judge's verdict on it: 0 if the first answer is better, 1 if the second is, 2 for a tie.
 *
 * @param category the category of the pair; empty without one
 * @param label people's label
 * @param verdict the verdict on the answers in this order
 * @param swapped the verdict on the answers in the other order, as seen in this order; the same as {@code verdict} if the judge was
 *     asked once
 */
record AgreementRow(String category, int label, int verdict, int swapped) {

    static final int FIRST = 0;
    static final int SECOND = 1;
    static final int TIE = 2;

    /** The number of results. */
    static final int RESULTS = 3;

    /** Returns the verdict if both orders have the same one, a tie otherwise. */
    int combined() {
        return verdict == swapped ? verdict : TIE;
    }

    /** Returns a verdict on exchanged answers as seen in the original order. */
    static int exchange(int verdict) {
        return switch (verdict) {
            case FIRST -> SECOND;
            case SECOND -> FIRST;
            default -> verdict;
        };
    }
}
