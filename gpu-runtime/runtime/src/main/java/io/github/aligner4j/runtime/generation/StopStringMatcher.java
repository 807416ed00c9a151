// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import java.util.List;

/**
 * Releases text up to the first stop string, however the text is split into pieces.
 *
 * <p>Text that may be the beginning of a stop string is held back. The stop string that is complete
 * first wins; of two complete at the same character, the longer.
 */
final class StopStringMatcher {

    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean stopped;

    StopStringMatcher(List<String> stops) {
        this.stops = stops;
    }

    /** Appends a piece and returns the text that is released; nothing is released after a stop string. */
    String append(String piece) {
        if (stopped) {
            return "";
        }
        held.append(piece);
        int start = firstStop();
        if (start >= 0) {
            stopped = true;
            return release(start);
        }
        return release(held.length() - longestPrefix());
    }

    /** Returns the text still held back, at the end of the text. */
    String flush() {
        return stopped ? "" : release(held.length());
    }

    /** Returns whether a stop string was found. */
    boolean stopped() {
        return stopped;
    }

    private int firstStop() {
        int firstEnd = Integer.MAX_VALUE;
        int start = -1;
        for (String stop : stops) {
            int found = held.indexOf(stop);
            int end = found + stop.length();
            if (found >= 0 && (end < firstEnd || (end == firstEnd && found < start))) {
                firstEnd = end;
                start = found;
            }
        }
        return start;
    }

    private int longestPrefix() {
        return stops.stream().mapToInt(this::prefixOf).max().orElse(0);
    }

    private int prefixOf(String stop) {
        int length = Math.min(stop.length() - 1, held.length());
        while (length > 0 && !stop.startsWith(held.substring(held.length() - length))) {
            length--;
        }
        return length;
    }

    private String release(int length) {
        String passed = held.substring(0, length);
        held.delete(0, length);
        return passed;
    }
}
