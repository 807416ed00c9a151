// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import io.github.aligner4j.text.TokenDiff.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Computes the difference of two texts in words, runs of white space and single punctuation marks.
 *
 * <p>Takes linear time and memory. If some words differ, the edits are the fewest; if most of a text was rewritten, words that occur
 * once in each text anchor the comparison; without such words, and in differing parts of more than {@value #MAX_WORD_CHARACTERS}
 * characters, which are compared by lines, edits are coarse. They always turn the original into the corrected text.
 */
public final class WordDiff {

    private static final int MAX_WORD_CHARACTERS = 1 << 20;
    private static final int MAX_LINES = 200_000;

    /** A word, white space, or a single character. Joiners (U+200C, U+200D) are parts of words in Persian and Indic scripts. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}_'\\u200C\\u200D]+|\\s+|\\X");

    private static final String SPACE = " \t\n\u000B\f\r";
    private static final Pattern LINE = Pattern.compile("[^\\n]++\\n?|\\n");
    private static final Pattern ALL = Pattern.compile("(?s).++");

    private WordDiff() {}

    /** Returns the edits that turn {@code original} into {@code corrected}, in order; none if they are equal. */
    public static List<Edit> between(String original, String corrected) {
        if (original.equals(corrected)) {
            return List.of();
        }
        int start = sharedStart(original, corrected);
        int end = sharedEnd(original, corrected, start);
        int originalEnd = original.length() - end;
        int correctedEnd = corrected.length() - end;
        Pattern token = token(originalEnd + correctedEnd - 2 * start, original);
        Map<String, Integer> ids = new HashMap<>();
        Tokens before = Tokens.of(original, start, originalEnd, token, ids);
        Tokens after = Tokens.of(corrected, start, correctedEnd, token, ids);
        List<Range> ranges = new ArrayList<>();
        for (Range range : TokenDiff.between(before.ids, after.ids)) {
            add(ranges, beforeSpace(inCharacters(range, before, after), original, corrected), original);
        }
        return ranges.stream().map(range -> edit(range, original, corrected)).toList();
    }

    private static Pattern token(int characters, String original) {
        if (characters <= MAX_WORD_CHARACTERS) {
            return WORD;
        }
        return original.chars().filter(c -> c == '\n').limit(MAX_LINES).count() < MAX_LINES ? LINE : ALL;
    }

    /** Returns the length of the words that both texts start with, without the last shared one. */
    private static int sharedStart(String one, String other) {
        int most = Math.min(one.length(), other.length());
        int length = 0;
        while (length < most && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        int start = length;
        while (start > 0 && !(start < length && startsWord(one, start))) {
            start--;
        }
        return start;
    }

    /** Returns the length of the words that both texts end with, not reaching back before {@code start}. */
    private static int sharedEnd(String one, String other, int start) {
        int most = Math.min(one.length(), other.length()) - start;
        int length = 0;
        while (length < most && one.charAt(one.length() - 1 - length) == other.charAt(other.length() - 1 - length)) {
            length++;
        }
        // The character before the word must be shared as well.
        while (length > 0) {
            length--;
            if (length > 0 && startsWord(one, one.length() - length)) {
                return length;
            }
        }
        return 0;
    }

    /** Returns true if a word starts at {@code index}: after white space, whatever surrounds it. */
    private static boolean startsWord(String text, int index) {
        return isSpace(text.charAt(index - 1)) && Character.isLetterOrDigit(text.charAt(index));
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n';
    }

    private static Range inCharacters(Range range, Tokens before, Tokens after) {
        return new Range(
                before.offsets[range.from()],
                before.offsets[range.to()],
                after.offsets[range.afterFrom()],
                after.offsets[range.afterTo()]);
    }

    /** Moves an insertion or deletion that could include the white space before or after a word to the one after it. */
    private static Range beforeSpace(Range range, String original, String corrected) {
        boolean deletion = range.afterFrom() == range.afterTo();
        if (!deletion && range.from() != range.to()) {
            return range;
        }
        String text = deletion ? original : corrected;
        int from = deletion ? range.from() : range.afterFrom();
        int to = deletion ? range.to() : range.afterTo();
        int space = 0;
        while (from + space < to && SPACE.indexOf(text.charAt(from + space)) >= 0) {
            space++;
        }
        return from + space < to && text.regionMatches(from, text, to, space)
                ? new Range(
                        range.from() + space, range.to() + space, range.afterFrom() + space, range.afterTo() + space)
                : range;
    }

    /** Merges edits with only white space between them: "get lost" became "take a break", not each word another. */
    private static void add(List<Range> ranges, Range next, String original) {
        int last = ranges.size() - 1;
        if (last < 0 || !isBlank(original, ranges.get(last).to(), next.from())) {
            ranges.add(next);
            return;
        }
        Range begun = ranges.get(last);
        ranges.set(last, new Range(begun.from(), next.to(), begun.afterFrom(), next.afterTo()));
    }

    private static boolean isBlank(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static Edit edit(Range range, String original, String corrected) {
        return new Edit(
                range.from(),
                range.to(),
                range.afterFrom(),
                range.afterTo(),
                original.substring(range.from(), range.to()),
                corrected.substring(range.afterFrom(), range.afterTo()));
    }

    /** A part of a text in tokens; {@code offsets} has one more entry than {@code ids}, the end of the part. */
    private static final class Tokens {

        private final int[] ids;
        private final int[] offsets;

        private Tokens(int[] ids, int[] offsets) {
            this.ids = ids;
            this.offsets = offsets;
        }

        static Tokens of(String text, int from, int to, Pattern token, Map<String, Integer> known) {
            List<Integer> ids = new ArrayList<>();
            List<Integer> offsets = new ArrayList<>();
            Matcher matcher = token.matcher(text).region(from, to);
            while (matcher.find()) {
                ids.add(known.computeIfAbsent(matcher.group(), word -> known.size()));
                offsets.add(matcher.start());
            }
            offsets.add(to);
            return new Tokens(
                    ids.stream().mapToInt(Integer::intValue).toArray(),
                    offsets.stream().mapToInt(Integer::intValue).toArray());
        }
    }
}
