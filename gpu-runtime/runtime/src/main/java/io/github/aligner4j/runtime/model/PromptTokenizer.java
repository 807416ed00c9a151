// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.model;

import io.github.aligner4j.completion.Prompt;
import java.util.Arrays;

/** A tokenizer of prompts. Safe for use by several threads. Owns native memory until closed. */
public interface PromptTokenizer extends AutoCloseable {

    /**
     * Returns the token ids of {@code prompt}, after the tokens that the tokenizer puts before every sequence, if it {@linkplain
     * Prompt#addSpecialTokens() asks for them}. Different prompts that ask alike have different ids.
     *
     * @throws io.github.aligner4j.completion.UnsafePromptException if text of the prompt would become a special token, has no
     *     tokens that decode to it, is not well-formed Unicode, or if a special token is not in the vocabulary
     */
    int[] encode(Prompt prompt);

    /** Returns the text of {@code tokenIds} without special tokens; bytes that form no character become U+FFFD. */
    String decode(int[] tokenIds);

    /**
     * Returns the text of one token as it stands within a text: that of a special token by its name, bytes that form no character
     * as U+FFFD, and none for an id without a token.
     */
    default String tokenText(int id) {
        int[] anchor = encode(Prompt.of("a"));
        int[] behind = Arrays.copyOf(anchor, anchor.length + 1);
        behind[anchor.length] = id;
        return decode(behind).substring(decode(anchor).length());
    }

    /** Returns the largest token id plus one. */
    int vocabularySize();

    /**
     * Returns the tokens with which a model writes {@code text} behind {@code prompt}: tokens that decode there to exactly that
     * text. They are the ones that follow the prompt's tokens in the encoding of both together; where a token would span the
     * border, those of the text by itself, because the model reads the prompt's tokens first.
     *
     * @param prompt the prompt
     * @param promptIds its tokens, as {@link #encode} returns them
     * @param text the text behind it
     * @throws io.github.aligner4j.completion.UnsafePromptException if there are no such tokens
     */
    default int[] continuation(Prompt prompt, int[] promptIds, String text) {
        int[] whole = encode(prompt.followedBy(text));
        int leading = encode(Prompt.of("")).length;
        boolean apart = whole.length >= promptIds.length
                && Arrays.equals(promptIds, 0, promptIds.length, whole, 0, promptIds.length);
        int[] alone = apart ? whole : encode(Prompt.of(text));
        return Arrays.copyOfRange(alone, apart ? promptIds.length : leading, alone.length);
    }

    /** Returns the tokens that may follow within a character; {@link Utf8Transitions#UNKNOWN} by default. */
    default Utf8Transitions transitions() {
        return Utf8Transitions.UNKNOWN;
    }

    /** Returns whether {@code decoded} ends within a character, so that more tokens could change its end. */
    default boolean endsIncomplete(String decoded) {
        return !decoded.isEmpty() && decoded.charAt(decoded.length() - 1) == '\uFFFD';
    }

    /** Releases native memory; later use throws an {@link IllegalStateException}. */
    @Override
    void close();
}
