// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.metric;

import java.util.List;
import java.util.regex.Pattern;

/** The tokenizer {@code 13a} of sacreBLEU and mteval-v13a: separates punctuation from words and keeps numbers whole. */
final class Tokens13a {

    private static final Pattern MARK = Pattern.compile("([{-~\\[-` -&(-+:-@/])");
    private static final Pattern POINT_AFTER_NO_DIGIT = Pattern.compile("([^0-9])([.,])");
    private static final Pattern POINT_BEFORE_NO_DIGIT = Pattern.compile("([.,])([^0-9])");
    private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])(-)");

    private Tokens13a() {}

    static List<String> of(String text) {
        String line = Blanks.withoutTrailing(text)
                .replace("<skipped>", "")
                .replace("-\n", "")
                .replace("\n", " ")
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">");
        line = MARK.matcher(" " + line + " ").replaceAll(" $1 ");
        line = POINT_AFTER_NO_DIGIT.matcher(line).replaceAll("$1 $2 ");
        line = POINT_BEFORE_NO_DIGIT.matcher(line).replaceAll(" $1 $2");
        line = DASH_AFTER_DIGIT.matcher(line).replaceAll("$1 $2 ");
        return Blanks.split(line);
    }
}
