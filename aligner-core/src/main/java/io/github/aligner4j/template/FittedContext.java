// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.template;

import io.github.aligner4j.ContextUse;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The retrieved passages that fit in a template.
 *
 * @param passages the passages, without white space around them
 * @param use the numbers of passages given and dropped
 */
record FittedContext(List<String> passages, ContextUse use) {

    /** No passages. */
    static final FittedContext NONE = new FittedContext(List.of(), ContextUse.NONE);

    /**
     * Returns the first passages of {@code context}, as many as have at most {@code maxCharacters} together. The first passage
     * that does not fit is cut off after its last sentence that does; if none does, it is dropped, and so are all passages after
     * it. Blank passages are ignored.
     */
    static FittedContext of(List<String> context, int maxCharacters) {
        List<String> given = context.stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        List<String> fitting = new ArrayList<>();
        int left = maxCharacters;
        for (String passage : given) {
            String part = passage.length() <= left ? passage : sentences(passage, left);
            if (!part.isEmpty()) {
                fitting.add(part);
            }
            if (part.length() < passage.length()) {
                return new FittedContext(fitting, use(given, fitting, !part.isEmpty()));
            }
            left -= part.length();
        }
        return new FittedContext(fitting, use(given, fitting, false));
    }

    private static ContextUse use(List<String> given, List<String> fitting, boolean shortened) {
        return new ContextUse(given.size(), given.size() - fitting.size(), shortened);
    }

    /** Returns the first sentences of {@code passage} that have at most {@code maxCharacters} together; empty if none has. */
    private static String sentences(String passage, int maxCharacters) {
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
        sentences.setText(passage);
        int fitting = 0;
        for (int next = sentences.next(); next != BreakIterator.DONE; next = sentences.next()) {
            int end = endOfWords(passage, next);
            if (end > maxCharacters) {
                break;
            }
            fitting = end;
        }
        return passage.substring(0, fitting);
    }

    private static int endOfWords(String text, int limit) {
        int end = limit;
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }
}
