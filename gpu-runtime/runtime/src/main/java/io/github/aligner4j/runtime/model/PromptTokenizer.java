package io.github.aligner4j.runtime.model;

import io.github.aligner4j.completion.Prompt;

/** Turns prompts into token ids and token ids into text. Safe for use by several threads. */
public interface PromptTokenizer extends AutoCloseable {

    /**
     * Returns the token ids of {@code prompt}, led by the tokens that the tokenizer puts before every sequence.
     *
     * @throws io.github.aligner4j.completion.UnsafePromptException if text of the prompt would become a special token, is
     *     not well-formed Unicode, or if a special token is not in the vocabulary
     */
    int[] encode(Prompt prompt);

    /** Returns the text of {@code tokenIds} without special tokens; bytes that form no character become U+FFFD. */
    String decode(int[] tokenIds);

    /** Largest token id plus one. */
    int vocabularySize();

    /** Frees what it holds; using it afterwards is an {@link IllegalStateException}. */
    @Override
    void close();
}
