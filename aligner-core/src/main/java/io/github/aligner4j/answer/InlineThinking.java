// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

/**
 * The text of a reasoning model, split into its thinking, tags and surrounding white space included, and its answer.
 *
 * <p>Thinking is one block or several in a row, {@code <think>…</think>} and the like ({@code thinking}, {@code thought}, {@code
 * reasoning}, {@code [THINK]}, in any case), at the beginning of the text, where reasoning models generate it. A tag anywhere else
 * is part of the answer, as prose and code mention tags. A block that is never closed extends to the end.
 *
 * <p>The prompts of some models end with the opening tag, so their text has only the closing one. The program has to say so; if the
 * text could, any answer might claim it.
 *
 * @param thinking the text before the answer; empty if there is no thinking
 * @param answer the rest
 */
public record InlineThinking(String thinking, String answer) {

    /** Splits a text whose prompt does not open the thinking. */
    public static InlineThinking of(String text) {
        return of(text, false);
    }

    /**
     * Splits a text. If {@code opened}, the prompt ended with {@code <think>}, so the text before the first {@code </think>} is
     * thinking; a text without that tag has none.
     */
    public static InlineThinking of(String text, boolean opened) {
        ThinkingSplitter splitter = new ThinkingSplitter(opened);
        splitter.append(text);
        splitter.end();
        if (opened && !splitter.closed()) {
            return new InlineThinking("", text);
        }
        int end = splitter.thinkingLength();
        boolean blank = end > 0 && text.substring(end).isBlank();
        return blank ? new InlineThinking(text, "") : new InlineThinking(text.substring(0, end), text.substring(end));
    }
}
