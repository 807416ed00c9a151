// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Finds the code spans of a Markdown paragraph: text between two runs of equally many back-quotes. In linear time, as the runs of
 * each length are found once.
 */
final class CodeSpans {

    private CodeSpans() {}

    /** Adds the content of each span of {@code paragraph} to {@code spans}, in order. */
    static void addTo(List<String> spans, String paragraph) {
        List<int[]> runs = runs(paragraph);
        Map<Integer, Deque<Integer>> byLength = new HashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            byLength.computeIfAbsent(length(runs.get(i)), length -> new ArrayDeque<>())
                    .add(i);
        }
        int at = 0;
        while (at < runs.size()) {
            Deque<Integer> alike = Objects.requireNonNull(byLength.get(length(runs.get(at))));
            while (!alike.isEmpty() && alike.peek() <= at) {
                alike.poll();
            }
            Integer closing = alike.peek();
            if (closing != null) {
                spans.add(paragraph.substring(runs.get(at)[1], runs.get(closing)[0]));
                at = closing;
            }
            at++;
        }
    }

    private static int length(int[] run) {
        return run[1] - run[0];
    }

    /** Returns the start and the end of each run of back-quotes. */
    private static List<int[]> runs(String paragraph) {
        List<int[]> runs = new ArrayList<>();
        int start = paragraph.indexOf('`');
        while (start >= 0) {
            int end = start;
            while (end < paragraph.length() && paragraph.charAt(end) == '`') {
                end++;
            }
            runs.add(new int[] {start, end});
            start = paragraph.indexOf('`', end);
        }
        return runs;
    }
}
