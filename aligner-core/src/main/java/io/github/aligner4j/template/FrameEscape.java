package io.github.aligner4j.template;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Escapes a frame's markers in user text, reversibly.
 *
 * <p>A marker's key character becomes its full-width twin ({@code :} becomes U+FF1A, {@code |} becomes U+FF5C), which reads
 * the same to a model but is not the frame's. To tell this from twins that user text already has in that place, the number of
 * twins says which it was: a key and {@code n} twins become {@code 2n + 1} twins, {@code n} twins alone become {@code 2n}. So
 * {@link #restore} of {@link #escape} is the identity, and {@link #escape} is injective. Halves of surrogate pairs, which no
 * tokenizer can write, get stand-ins too. Immutable.
 */
public final class FrameEscape {

    private static final char WIDE_COLON = '\uFF1A';
    private static final char WIDE_BAR = '\uFF5C';

    private final Pattern markers;
    private final Pattern labels;
    private final Pattern plainOrTwins;
    private final Pattern twins;
    private final int context;

    /** Creates an escape for the markers of one frame. */
    public FrameEscape(List<Marker> markers) {
        this.markers = pattern(markers, ":", "\\|");
        this.labels = pattern(markers.stream().filter(Marker::isLabel).toList(), ":", "\\|");
        this.plainOrTwins = pattern(
                markers, "(?::" + WIDE_COLON + "*|" + WIDE_COLON + "+)", "(?:\\|" + WIDE_BAR + "*|" + WIDE_BAR + "+)");
        this.twins = pattern(markers, WIDE_COLON + "+", WIDE_BAR + "+");
        this.context = 2
                + markers.stream()
                        .mapToInt(marker -> marker.before().length())
                        .max()
                        .orElse(0);
    }

    /** Returns {@code text} without any marker. */
    public String escape(CharSequence text) {
        return plainOrTwins.matcher(LoneSurrogates.escape(text.toString())).replaceAll(match -> escaped(match.group()));
    }

    /** Returns the text of which {@code escaped} is the escape. */
    public String restore(CharSequence escaped) {
        return LoneSurrogates.restore(twins.matcher(escaped).replaceAll(FrameEscape::restored));
    }

    /** Returns how many characters before a place may decide how the text behind it is restored. */
    int context() {
        return context;
    }

    /** Returns how many markers {@code text} holds. */
    int markers(CharSequence text) {
        return count(markers, text);
    }

    /** Returns how many labels {@code text} holds; a lone {@code |} may be part of a table, a label is always the frame's. */
    int labels(CharSequence text) {
        return count(labels, text);
    }

    /** Returns how much of an unfinished output can be restored for good: all but twins and half a character at its end. */
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

    private static Pattern pattern(List<Marker> markers, String colon, String bar) {
        String alternatives = markers.stream()
                .map(marker -> pattern(marker, marker.key() == ':' ? colon : bar))
                .collect(Collectors.joining("|"));
        return Pattern.compile(alternatives.isEmpty() ? "(?!)" : alternatives);
    }

    private static String pattern(Marker marker, String key) {
        return marker.isLabel() ? "(?<=" + Pattern.quote(marker.before()) + ")" + key : "(?<!\\S)" + key + "(?!\\S)";
    }
}
