// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.score;

import io.github.aligner4j.text.MarkdownStructure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts without what is no prose: each character of it is replaced by one that is neither letter, number nor space. */
final class Prose {

    private static final char MASK = '\uFFFC';
    private static final String ADDRESS =
            "(?<![\\p{L}\\p{N}._%+-])[\\p{L}\\p{N}._%+-]{1,64}+@(?:[\\p{L}\\p{N}-]{1,63}+\\.){1,8}[\\p{L}]{2,24}+";
    private static final Pattern MAIL = Pattern.compile(ADDRESS);
    private static final Pattern LINK = Pattern.compile(
            "(?:https?://|ftp://|mailto:|www\\.)[^\\s<>\"`|\\\\^{}]++|(?<=\\])\\([^\\s()]++\\)|" + ADDRESS,
            Pattern.CASE_INSENSITIVE);
    private static final String QUOTED = "{2,600}+";
    private static final Pattern QUOTATION = Pattern.compile("\"([^\"\\n]" + QUOTED + ")\"|\u201c([^\u201c\u201d\\n]"
            + QUOTED
            + ")\u201d|\u201e([^\u201c\u201d\u201e\\n]" + QUOTED + ")[\u201c\u201d]|\u00ab([^\u00ab\u00bb\\n]" + QUOTED
            + ")\u00bb|\u300c([^\u300c\u300d\\n]" + QUOTED + ")\u300d");

    private Prose() {}

    /** Returns {@code text} with code, JSON, links and mail addresses masked. */
    static String of(String text, MarkdownStructure structure, List<String> json) {
        StringBuilder masked = new StringBuilder(withoutCode(text, structure));
        maskAll(masked, json, "");
        return LINK.matcher(masked)
                .replaceAll(found -> String.valueOf(MASK).repeat(found.group().length()));
    }

    /** Returns {@code text} with its code masked. */
    static String withoutCode(String text, MarkdownStructure structure) {
        StringBuilder masked = new StringBuilder(text);
        maskAll(masked, structure.codeBlocks(), "\n");
        maskAll(masked, structure.codeSpans(), "`");
        return masked.toString();
    }

    static List<String> mailAddresses(String text) {
        return MAIL.matcher(text).results().map(MatchResult::group).toList();
    }

    /** Returns what stands in quotation marks, if it has at least two words or is not written with spaces. */
    static List<String> quotations(String prose) {
        List<String> quotations = new ArrayList<>();
        Matcher matcher = QUOTATION.matcher(prose);
        while (matcher.find()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                String quoted = matcher.group(group);
                if (quoted != null && quoted.indexOf(MASK) < 0 && isQuotation(quoted)) {
                    quotations.add(quoted.strip());
                }
            }
        }
        return quotations;
    }

    private static boolean isQuotation(String quoted) {
        return quoted.strip().codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isIdeographic(c));
    }

    /** Masks {@code parts}, which occur in this order, each after {@code before}. */
    private static void maskAll(StringBuilder text, List<String> parts, String before) {
        int from = 0;
        for (String part : parts) {
            int found = part.isEmpty() ? -1 : text.indexOf(before + part, from);
            if (found >= 0) {
                int start = found + before.length();
                from = start + part.length();
                text.replace(start, from, String.valueOf(MASK).repeat(part.length()));
            }
        }
    }
}
