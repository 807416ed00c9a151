// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.metric;

import java.util.List;
import java.util.regex.Pattern;

/** White space as defined by Python's {@code str.split()} and {@code str.rstrip()}, which sacreBLEU uses. */
final class Blanks {

    private static final String ONE =
            "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
    private static final Pattern RUN = Pattern.compile(ONE + "+");
    private static final Pattern TRAILING = Pattern.compile(ONE + "+\\z");

    private Blanks() {}

    /** Returns the parts of {@code text} between white space; none is empty. */
    static List<String> split(String text) {
        return RUN.splitAsStream(text).filter(word -> !word.isEmpty()).toList();
    }

    static String withoutTrailing(String text) {
        return TRAILING.matcher(text).replaceFirst("");
    }

    static String without(String text) {
        return RUN.matcher(text).replaceAll("");
    }
}
