// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the parts of a text that must not be miscopied, numbers and links, in linear time. */
public final class FactTokens {

    private static final Pattern URL =
            Pattern.compile("(?:https?://|ftp://|mailto:|www\\.)[^\\s<>\"`|\\\\^{}]++", Pattern.CASE_INSENSITIVE);
    private static final Pattern DESTINATION = Pattern.compile("\\]\\(\\s{0,8}<?([^\\s()<>]++)");
    private static final String PUNCTUATION = ".,;:!?'*_~]";
    private static final String SIGNS = "-+\u2212";

    private FactTokens() {}

    /**
     * Returns the numbers of {@code text} as they are written, in order: digits with points and commas between them, and a sign
     * before them unless it joins them to a word. Numbers in words are not found.
     */
    public static List<String> numbers(String text) {
        List<String> numbers = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = digitsEnd(text, at);
            if (end == at) {
                at += Character.charCount(text.codePointAt(at));
                continue;
            }
            for (int more = partEnd(text, end); more > end; more = partEnd(text, end)) {
                end = more;
            }
            numbers.add(text.substring(hasSign(text, at) ? at - 1 : at, end));
            at = end;
        }
        return numbers;
    }

    /** Returns the links of {@code text}, in order: URLs, mail addresses with {@code mailto:}, and the targets of Markdown links. */
    public static List<String> links(String text) {
        List<String> links = new ArrayList<>();
        Matcher url = URL.matcher(text);
        while (url.find()) {
            links.add(withoutPunctuation(url.group()));
        }
        Matcher destination = DESTINATION.matcher(text);
        while (destination.find()) {
            if (!URL.matcher(destination.group(1)).lookingAt()) {
                links.add(destination.group(1));
            }
        }
        return links;
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && Character.isDigit(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    /** Returns the end of a further part of the number, after a point or a comma, or {@code end} if there is none. */
    private static int partEnd(String text, int end) {
        boolean separated = end < text.length() && (text.charAt(end) == '.' || text.charAt(end) == ',');
        int part = separated ? digitsEnd(text, end + 1) : end;
        return part > end + 1 ? part : end;
    }

    private static boolean hasSign(String text, int start) {
        if (start == 0 || SIGNS.indexOf(text.charAt(start - 1)) < 0) {
            return false;
        }
        return start == 1 || !Character.isLetterOrDigit(text.codePointBefore(start - 1));
    }

    /** Removes the punctuation after a URL, and a closing bracket that the URL does not open. */
    private static String withoutPunctuation(String url) {
        long open = url.chars().filter(c -> c == '(').count()
                - url.chars().filter(c -> c == ')').count();
        int end = url.length();
        while (end > 0) {
            char last = url.charAt(end - 1);
            boolean unopened = last == ')' && open < 0;
            if (!unopened && PUNCTUATION.indexOf(last) < 0) {
                break;
            }
            open += unopened ? 1 : 0;
            end--;
        }
        return url.substring(0, end);
    }
}
