package io.github.aligner4j.completion;

import java.util.regex.Pattern;

/**
 * Prompts for endpoints that take text and tokenise it their own way. Whether {@code </s>} in it stays text is out of our
 * hands there, so that what is, or looks like, a special token is refused.
 */
public final class PlainPrompts {

    /** The marks of Llama, Mistral, Gemma, T5, ChatML and Llama 3: {@code <s>}, {@code [INST]}, {@code <|…|>}. */
    private static final Pattern SPECIAL = Pattern.compile(
            "</?s>|<(?:unk|pad|bos|eos|mask)>|</?(?:start|end)_of_turn>|\\[/?INST]|<</?SYS>>|<\\|[^|>]{1,40}\\|>");

    private PlainPrompts() {}

    /**
     * Returns the prompt's text.
     *
     * @throws UnsafePromptException if it has special tokens, or text that looks like one
     */
    public static String textOf(Prompt prompt) {
        String text = prompt.text();
        boolean special = prompt.segments().stream().anyMatch(Prompt.SpecialToken.class::isInstance);
        if (special || SPECIAL.matcher(text).find()) {
            throw new UnsafePromptException("prompt of " + text.length() + " characters has "
                    + (special ? "special tokens" : "text that looks like a special token")
                    + ", which a chat endpoint can't tell apart from text; use a plain-text template, or a runtime that"
                    + " takes tokens");
        }
        return text;
    }
}
