// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Operations on texts as those of Python's {@code str}; results keep the marks. */
final class Texts {

    private Texts() {}

    /** Returns the text without characters of {@code characters} (null: white space) at its ends. */
    static MarkedText strip(MarkedText text, @Nullable MarkedText characters, boolean left, boolean right) {
        IntPredicate drops = characters == null
                ? Spaces::isSpace
                : codePoint -> characters.plain().indexOf(codePoint) >= 0;
        String plain = text.plain();
        int start = 0;
        while (left && start < plain.length() && drops.test(plain.codePointAt(start))) {
            start += Character.charCount(plain.codePointAt(start));
        }
        int end = plain.length();
        while (right && end > start && drops.test(plain.codePointBefore(end))) {
            end -= Character.charCount(plain.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    /** Returns the parts between separators (null: white space); at most {@code max} splits, from the end if {@code right}. */
    static List<Value> split(MarkedText text, @Nullable MarkedText separator, long max, boolean right) {
        long limit = max < 0 ? Long.MAX_VALUE : max;
        if (separator == null) {
            return right ? splitAtSpacesFromEnd(text, limit) : splitAtSpaces(text, limit);
        }
        String between = separator.plain();
        if (between.isEmpty()) {
            throw new JinjaException("the separator of a split must not be empty");
        }
        return right ? splitFromEnd(text, between, limit) : splitFromStart(text, between, limit);
    }

    private static List<Value> splitFromStart(MarkedText text, String separator, long limit) {
        List<Value> parts = new ArrayList<>();
        int start = 0;
        for (int at = text.plain().indexOf(separator);
                at >= 0 && parts.size() < limit;
                at = text.plain().indexOf(separator, start)) {
            parts.add(text.substring(start, at));
            start = at + separator.length();
        }
        parts.add(text.substring(start, text.length()));
        return parts;
    }

    private static List<Value> splitFromEnd(MarkedText text, String separator, long limit) {
        List<Value> parts = new ArrayList<>();
        int end = text.length();
        while (parts.size() < limit) {
            int at = end < separator.length() ? -1 : text.plain().lastIndexOf(separator, end - separator.length());
            if (at < 0) {
                break;
            }
            parts.add(text.substring(at + separator.length(), end));
            end = at;
        }
        parts.add(text.substring(0, end));
        Collections.reverse(parts);
        return parts;
    }

    private static List<Value> splitAtSpaces(MarkedText text, long limit) {
        List<Value> parts = new ArrayList<>();
        String plain = text.plain();
        int start = Spaces.skip(plain, 0);
        while (start < plain.length()) {
            int end = start;
            while (end < plain.length() && !Spaces.isSpace(plain.charAt(end))) {
                end++;
            }
            if (parts.size() == limit) {
                parts.add(text.substring(start, plain.length()));
                break;
            }
            parts.add(text.substring(start, end));
            start = Spaces.skip(plain, end);
        }
        return parts;
    }

    private static List<Value> splitAtSpacesFromEnd(MarkedText text, long limit) {
        List<Value> parts = new ArrayList<>();
        String plain = text.plain();
        int end = Spaces.end(plain);
        while (end > 0) {
            int start = end;
            while (start > 0 && !Spaces.isSpace(plain.charAt(start - 1))) {
                start--;
            }
            if (parts.size() == limit) {
                parts.add(text.substring(0, end));
                break;
            }
            parts.add(text.substring(start, end));
            end = Spaces.end(plain, start);
        }
        Collections.reverse(parts);
        return parts;
    }

    static List<Value> lines(MarkedText text, boolean keepEnds) {
        List<Value> lines = new ArrayList<>();
        String plain = text.plain();
        int start = 0;
        for (int i = 0; i < plain.length(); i++) {
            if ("\n\r\u000B\f\u001C\u001D\u001E\u0085\u2028\u2029".indexOf(plain.charAt(i)) >= 0) {
                int end = plain.startsWith("\r\n", i) ? i + 2 : i + 1;
                lines.add(text.substring(start, keepEnds ? end : i));
                start = end;
                i = end - 1;
            }
        }
        if (start < plain.length()) {
            lines.add(text.substring(start, plain.length()));
        }
        return lines;
    }

    /** Returns the text with at most {@code max} occurrences of {@code old} replaced; a negative number means all. */
    static MarkedText replace(MarkedText text, MarkedText old, MarkedText replacement, long max, Budget budget) {
        String plain = text.plain();
        MarkedText.Builder out = new MarkedText.Builder();
        int start = 0;
        int done = 0;
        int at = plain.indexOf(old.plain());
        while (at >= 0 && (max < 0 || done < max)) {
            budget.characters(replacement.length() + 1L);
            out.append(text.substring(start, at)).append(replacement);
            done++;
            start = at + old.length();
            if (old.length() == 0) {
                if (at == plain.length()) {
                    break;
                }
                int next = at + Character.charCount(plain.codePointAt(at));
                out.append(text.substring(at, next));
                start = next;
            }
            at = plain.indexOf(old.plain(), start);
        }
        return out.append(text.substring(start, text.length())).build();
    }

    static MarkedText join(MarkedText separator, List<Value> items, Budget budget) {
        MarkedText.Builder out = new MarkedText.Builder();
        for (int i = 0; i < items.size(); i++) {
            MarkedText item = items.get(i).str(budget);
            budget.characters((long) item.length() + separator.length() + 1);
            out.append(i == 0 ? MarkedText.EMPTY : separator).append(item);
        }
        return out.build();
    }

    static MarkedText upper(MarkedText text) {
        return text.map(part -> part.toUpperCase(Locale.ROOT));
    }

    static MarkedText lower(MarkedText text) {
        return text.map(part -> part.toLowerCase(Locale.ROOT));
    }

    /** Returns the text with its first character in upper case and all others in lower case. */
    static MarkedText capitalize(MarkedText text) {
        if (text.length() == 0) {
            return text;
        }
        int first = Character.charCount(text.plain().codePointAt(0));
        return upper(text.substring(0, first)).plus(lower(text.substring(first, text.length())));
    }

    /** Returns the text with each word capitalized; a word begins behind a character for which {@code ends} is true. */
    static MarkedText title(MarkedText text, IntPredicate ends) {
        MarkedText.Builder out = new MarkedText.Builder();
        boolean begins = true;
        String plain = text.plain();
        for (int i = 0; i < plain.length(); i += Character.charCount(plain.codePointAt(i))) {
            int codePoint = plain.codePointAt(i);
            MarkedText character = text.substring(i, i + Character.charCount(codePoint));
            out.append(begins ? upper(character) : lower(character));
            begins = ends.test(codePoint);
        }
        return out.build();
    }

    /** Returns the text repeated. */
    static MarkedText repeat(MarkedText text, long times, Budget budget) {
        long count = Math.max(times, 0);
        if (count > 0 && text.length() > Budget.MAX_CHARACTERS / count) {
            budget.characters(Long.MAX_VALUE);
        }
        budget.characters(text.length() * count);
        MarkedText.Builder out = new MarkedText.Builder();
        for (long i = 0; i < count && text.length() > 0; i++) {
            out.append(text);
        }
        return out.build();
    }
}
