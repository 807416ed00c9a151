package io.github.aligner4j.runtime.model;

import io.github.aligner4j.completion.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Turns prompts into token ids and token ids into text. Safe for use by several threads. */
public interface PromptTokenizer extends AutoCloseable {

    /**
     * Returns the token ids of {@code prompt}, led by the tokens that the tokenizer puts before every sequence. Different
     * prompts have different ids: what a text is can be told from its tokens.
     *
     * @throws io.github.aligner4j.completion.UnsafePromptException if text of the prompt would become a special token, can't be
     *     told from its tokens, is not well-formed Unicode, or if a special token is not in the vocabulary
     */
    int[] encode(Prompt prompt);

    /** Returns the text of {@code tokenIds} without special tokens; bytes that form no character become U+FFFD. */
    String decode(int[] tokenIds);

    /** Largest token id plus one. */
    int vocabularySize();

    /**
     * Returns the tokens by which a model writes {@code text} behind {@code prompt}: those that read there as exactly that text.
     * They are the ones that follow the prompt's in the tokens of the whole; where a token would reach across the border,
     * those of the text alone, as the model reads the prompt's tokens first.
     *
     * @param prompt the prompt before it
     * @param promptIds its tokens, as {@link #encode} returns them
     * @param text the text that follows
     * @throws io.github.aligner4j.completion.UnsafePromptException if there are no such tokens
     */
    default int[] continuation(Prompt prompt, int[] promptIds, String text) {
        List<Prompt.Segment> segments = new ArrayList<>(prompt.segments());
        segments.add(new Prompt.Text(text));
        int[] whole = encode(new Prompt(segments));
        int leading = encode(Prompt.of("")).length;
        boolean apart = whole.length >= promptIds.length
                && Arrays.equals(promptIds, 0, promptIds.length, whole, 0, promptIds.length);
        int[] alone = apart ? whole : encode(Prompt.of(text));
        return Arrays.copyOfRange(alone, apart ? promptIds.length : leading, alone.length);
    }

    /** Returns which tokens may follow in the middle of a character; unknown unless a tokenizer says so. */
    default Utf8Transitions transitions() {
        return Utf8Transitions.UNKNOWN;
    }

    /** Returns whether more tokens could change the end of {@code decoded}: it is not a whole character yet. */
    default boolean endsIncomplete(String decoded) {
        return !decoded.isEmpty() && decoded.charAt(decoded.length() - 1) == '\uFFFD';
    }

    /** Frees what it holds; using it afterwards is an {@link IllegalStateException}. */
    @Override
    void close();
}
