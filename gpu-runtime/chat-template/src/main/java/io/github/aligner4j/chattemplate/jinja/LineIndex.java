// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The starts of the lines of a text. */
final class LineIndex {

    private final int[] starts;

    LineIndex(String text) {
        this.starts = IntStream.concat(
                        IntStream.of(0),
                        IntStream.range(0, text.length())
                                .filter(i -> text.charAt(i) == '\n')
                                .map(i -> i + 1))
                .toArray();
    }

    /** Returns the line of an offset, counted from 1. */
    int line(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** Returns the column of an offset in its line, counted from 1. */
    int column(int offset) {
        return offset - starts[line(offset) - 1] + 1;
    }
}
