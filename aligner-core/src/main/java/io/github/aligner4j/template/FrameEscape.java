// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Escapes a frame's markers in user text, reversibly.
 *
 * <p>A marker's key character is replaced by its full-width twin ({@code :} by U+FF1A, {@code |} by U+FF5C), which a model reads
 * alike but which is not the frame's. User text may already contain twins in that position, so their number is encoded: a key and
 * {@code n} twins become {@code 2n + 1} twins, {@code n} twins alone become {@code 2n}. So {@link #restore} of {@link #escape} is
 * the identity, and {@link #escape} is injective. Halves of surrogate pairs, which no tokenizer can encode, are replaced too.
 * Immutable.
 */
public final class FrameEscape {

    private static final char WIDE_COLON = '\uFF1A';
    private static final char WIDE_BAR = '\uFF5C';

    /** The number before a passage, without its colon. */
    private static final String PASSAGE_NUMBER = "\\[\\d{1,4}]";

    private static final int PASSAGE_NUMBER_LENGTH = 6;

    private final Pattern markers;
    private final Pattern labels;
    private final Pattern plainOrTwins;
    private final Pattern twins;
    private final int context;

    /** Creates an escape for the markers of one frame. */
    public FrameEscape(List<Marker> markers) {
        this(markers, false);
    }

    /**
     * Creates an escape for the markers of one frame.
     *
     * @param passages true if numbers before passages, such as {@code [1]:}, are markers, too
     */
    FrameEscape(List<Marker> markers, boolean passages) {
        this.markers = pattern(markers, passages, ":", "\\|");
        this.labels = pattern(markers.stream().filter(Marker::isLabel).toList(), false, ":", "\\|");
        this.plainOrTwins = pattern(
                markers,
                passages,
                "(?::" + WIDE_COLON + "*|" + WIDE_COLON + "+)",
                "(?:\\|" + WIDE_BAR + "*|" + WIDE_BAR + "+)");
        this.twins = pattern(markers, passages, WIDE_COLON + "+", WIDE_BAR + "+");
        int longest = markers.stream()
                .mapToInt(marker -> marker.before().length())
                .max()
                .orElse(0);
        this.context = 2 + Math.max(longest, passages ? PASSAGE_NUMBER_LENGTH : 0);
    }

    /** Returns {@code text} without any marker. */
    public String escape(CharSequence text) {
        return plainOrTwins.matcher(LoneSurrogates.escape(text.toString())).replaceAll(match -> escaped(match.group()));
    }

    /** Returns the text whose escape is {@code escaped}. */
    public String restore(CharSequence escaped) {
        return LoneSurrogates.restore(twins.matcher(escaped).replaceAll(FrameEscape::restored));
    }

    /** Returns the maximum number of characters before a position that decide how the text after it is restored. */
    int context() {
        return context;
    }

    /** Returns the number of markers in {@code text}. */
    int markers(CharSequence text) {
        return count(markers, text);
    }

    /**
     * Returns the number of labels in {@code text}; unlike a {@code |} or the number of a passage, which an answer may have, a label
     * is always the frame's.
     */
    int labels(CharSequence text) {
        return count(labels, text);
    }

    /** Returns the length of the text that later output can't change: all but twins and half a character at the end. */
    int settled(CharSequence output) {
        int end = output.length();
        while (end > 0 && isUnsettled(Character.codePointBefore(output, end))) {
            end -= Character.charCount(Character.codePointBefore(output, end));
        }
        return end;
    }

    private static boolean isUnsettled(int last) {
        boolean half = last >= Character.MIN_HIGH_SURROGATE && last <= Character.MAX_HIGH_SURROGATE;
        return half || last == WIDE_COLON || last == WIDE_BAR;
    }

    private static int count(Pattern pattern, CharSequence text) {
        Matcher matcher = pattern.matcher(text);
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }

    private static String escaped(String run) {
        char first = run.charAt(0);
        if (isTwin(first)) {
            return run + run;
        }
        String twin = String.valueOf(first == ':' ? WIDE_COLON : WIDE_BAR);
        return twin.repeat(2 * run.length() - 1);
    }

    private static String restored(MatchResult match) {
        String run = match.group();
        String half = run.substring(0, run.length() / 2);
        if (run.length() % 2 == 0) {
            return half;
        }
        return (run.charAt(0) == WIDE_COLON ? ":" : "|") + half;
    }

    private static boolean isTwin(char c) {
        return c == WIDE_COLON || c == WIDE_BAR;
    }

    private static Pattern pattern(List<Marker> markers, boolean passages, String colon, String bar) {
        List<String> alternatives = new ArrayList<>();
        markers.forEach(marker -> alternatives.add(pattern(marker, marker.key() == ':' ? colon : bar)));
        if (passages) {
            alternatives.add("(?<=" + PASSAGE_NUMBER + ")" + colon);
        }
        return Pattern.compile(alternatives.isEmpty() ? "(?!)" : String.join("|", alternatives));
    }

    private static String pattern(Marker marker, String key) {
        return marker.isLabel() ? "(?<=" + Pattern.quote(marker.before()) + ")" + key : "(?<!\\S)" + key + "(?!\\S)";
    }
}
