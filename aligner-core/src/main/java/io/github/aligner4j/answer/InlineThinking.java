package io.github.aligner4j.answer;

/**
 * A text of a reasoning model, cut in two: what it thought, tags and surrounding white space included, and what it answers.
 *
 * <p>Thinking is one block or several in a row, {@code <think>…</think>} and the like ({@code thinking}, {@code thought},
 * {@code reasoning}, {@code [THINK]}, whatever their case), at the very beginning, white space aside, where reasoning models
 * write it. A tag anywhere else is part of the answer, however it looks: prose and code mention tags. A block that is never
 * closed is thinking to the end.
 *
 * <p>The prompt of some models ends with the opening tag, so their text has the closing one only. No text can say so about
 * itself without every answer being able to: it is for the program to say it.
 *
 * @param thinking what stands before the answer; empty if nothing was thought
 * @param answer the rest
 */
public record InlineThinking(String thinking, String answer) {

    /** Cuts a text that opens its own thinking, if it has any. */
    public static InlineThinking of(String text) {
        return of(text, false);
    }

    /**
     * Cuts a text. If {@code opened}, the prompt ended with {@code <think>}, so all before the first {@code </think>} is
     * thinking; a text without it has none.
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
