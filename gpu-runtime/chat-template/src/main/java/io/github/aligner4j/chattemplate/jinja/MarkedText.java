// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A text that knows for each character whether it belongs to the frame or to a content. Immutable. */
public final class MarkedText implements Value {

    static final MarkedText EMPTY = new MarkedText("", List.of());

    private final String text;
    private final List<Run> runs;
    private final int[] starts;

    private MarkedText(String text, List<Run> runs) {
        this.text = text;
        this.runs = runs;
        this.starts = new int[runs.size()];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + runs.get(i - 1).text().length();
        }
    }

    /**
     * A part of a text with one mark.
     *
     * @param text the part, not empty
     * @param content true if it comes from a content, false if from the frame
     */
    public record Run(String text, boolean content) {}

    /** Returns a text of the frame. */
    public static MarkedText frame(String text) {
        return of(text, false);
    }

    /** Returns a text of a content. */
    public static MarkedText content(String text) {
        return of(text, true);
    }

    static MarkedText of(String text, boolean content) {
        return text.isEmpty() ? EMPTY : new MarkedText(text, List.of(new Run(text, content)));
    }

    /** Returns the text without its marks. */
    public String plain() {
        return text;
    }

    /** Returns the text in parts with one mark each; neighbours have different marks. */
    public List<Run> runs() {
        return runs;
    }

    /** Returns whether one of the characters from {@code from} to {@code to}, exclusively, belongs to a content. */
    public boolean touchesContent(int from, int to) {
        return substring(from, to).hasContent();
    }

    boolean hasContent() {
        return runs.stream().anyMatch(Run::content);
    }

    int length() {
        return text.length();
    }

    /** Returns a part with its marks. */
    public MarkedText substring(int from, int to) {
        if (from == 0 && to == text.length()) {
            return this;
        }
        Builder part = new Builder();
        int found = Arrays.binarySearch(starts, from);
        for (int i = found < 0 ? -found - 2 : found; from < to && i < starts.length && starts[i] < to; i++) {
            Run run = runs.get(i);
            int end = Math.min(to - starts[i], run.text().length());
            part.append(run.text().substring(Math.max(from - starts[i], 0), end), run.content());
        }
        return part.build();
    }

    MarkedText plus(MarkedText other) {
        return new Builder().append(this).append(other).build();
    }

    /** Returns the text with each run changed. */
    MarkedText map(UnaryOperator<String> change) {
        Builder changed = new Builder();
        runs.forEach(run -> changed.append(change.apply(run.text()), run.content()));
        return changed.build();
    }

    /** Returns the text with each content replaced by an ellipsis, for messages. */
    String withoutContents() {
        StringBuilder out = new StringBuilder();
        runs.forEach(run -> out.append(run.content() ? "…" : run.text()));
        return out.toString();
    }

    @Override
    public String type() {
        return "str";
    }

    @Override
    public boolean truth() {
        return !text.isEmpty();
    }

    @Override
    public MarkedText str(Budget budget) {
        return this;
    }

    @Override
    public MarkedText repr(Budget budget) {
        budget.characters(text.length());
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        return new Builder()
                .append(String.valueOf(quote), false)
                .append(map(part -> PythonRepr.escape(part, quote)))
                .append(String.valueOf(quote), false)
                .build();
    }

    @Override
    public @Nullable Value item(Value key) {
        Long index = Numbers.integer(key);
        if (index == null) {
            return null;
        }
        int count = text.codePointCount(0, text.length());
        long at = index < 0 ? index + count : index;
        if (at < 0 || at >= count) {
            return null;
        }
        int start = text.offsetByCodePoints(0, (int) at);
        return substring(start, text.offsetByCodePoints(start, 1));
    }

    @Override
    public List<Value> iterate(Budget budget) {
        budget.steps(text.length());
        List<Value> characters = new ArrayList<>();
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            characters.add(substring(i, i + Character.charCount(text.codePointAt(i))));
        }
        return characters;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MarkedText marked && text.equals(marked.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Describes the text without quoting it. */
    @Override
    public String toString() {
        return "MarkedText[" + text.length() + " characters, " + runs.size() + " runs]";
    }

    /** Collects parts of a text. */
    static final class Builder {

        private final List<Run> runs = new ArrayList<>();
        private final StringBuilder last = new StringBuilder();
        private boolean content;

        Builder append(String part, boolean content) {
            if (!part.isEmpty()) {
                if (content != this.content) {
                    endRun();
                    this.content = content;
                }
                last.append(part);
            }
            return this;
        }

        Builder append(MarkedText part) {
            part.runs.forEach(run -> append(run.text(), run.content()));
            return this;
        }

        MarkedText build() {
            endRun();
            if (runs.size() <= 1) {
                return runs.isEmpty() ? EMPTY : new MarkedText(runs.get(0).text(), List.copyOf(runs));
            }
            return new MarkedText(runs.stream().map(Run::text).collect(Collectors.joining()), List.copyOf(runs));
        }

        private void endRun() {
            if (last.length() > 0) {
                runs.add(new Run(last.toString(), content));
                last.setLength(0);
            }
        }
    }
}
