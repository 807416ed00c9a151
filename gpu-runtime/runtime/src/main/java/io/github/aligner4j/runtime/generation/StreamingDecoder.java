// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.model.PromptTokenizer;
import java.util.Arrays;

/**
 * Decodes tokens one by one, and releases whole characters only.
 *
 * <p>Tokens are held back while they end within a character, and are decoded together once the character is complete. They
 * are decoded after an anchor, a token of plain text whose own text is then removed, because some tokenizers (Llama 2's)
 * drop a space at the beginning of a text, which must not happen in a continuation. Any anchor of whole characters gives
 * the same text as the prompt itself, without decoding the prompt.
 */
final class StreamingDecoder {

    static final char INCOMPLETE = '\uFFFD';
    private static final Prompt ANCHOR = Prompt.of("a");

    private final PromptTokenizer tokenizer;
    private final String anchorText;
    private final int anchorLength;
    private int[] tokens;
    private int length;

    StreamingDecoder(PromptTokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.tokens = tokenizer.encode(ANCHOR);
        this.anchorText = tokenizer.decode(tokens);
        this.anchorLength = tokens.length;
        this.length = anchorLength;
    }

    /** Appends a token and returns the text that is complete with it, empty if there is none. */
    String append(int token) {
        if (length == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * length + 8);
        }
        tokens[length++] = token;
        String text = pending();
        return tokenizer.endsIncomplete(text) ? "" : release(text);
    }

    /** Returns the text of the tokens held back, at the end; broken characters become U+FFFD. */
    String flush() {
        return release(pending());
    }

    /** Returns the text of the tokens held back without an incomplete character at its end. */
    String flushWhole() {
        String text = pending();
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == INCOMPLETE) {
            end--;
        }
        return release(text.substring(0, end));
    }

    private String pending() {
        return length == anchorLength
                ? ""
                : tokenizer.decode(Arrays.copyOf(tokens, length)).substring(anchorText.length());
    }

    private String release(String text) {
        length = anchorLength;
        return text;
    }
}
