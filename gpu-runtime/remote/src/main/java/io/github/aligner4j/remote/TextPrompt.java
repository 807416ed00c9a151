// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.Prompt.Segment;
import io.github.aligner4j.completion.Prompt.SpecialToken;
import io.github.aligner4j.completion.Prompt.Text;
import io.github.aligner4j.completion.UnsafePromptException;
import java.util.List;

/** Writes prompts for engines that take texts alone and read special tokens in them. */
final class TextPrompt {

    private TextPrompt() {}

    /**
     * Returns the text of a prompt.
     *
     * @throws UnsafePromptException if a text of it has one of the model's special tokens, or the engine puts a token before it that
     *     the prompt does not begin with
     */
    static String of(Prompt prompt, EngineFacts facts, HttpFailures failures) {
        for (Segment segment : prompt.segments()) {
            if (segment instanceof Text text && facts.specialTokens().occurIn(text.text())) {
                throw new UnsafePromptException(
                        "text of " + text.text().length() + " characters has special tokens of the"
                                + " model, and " + failures.title()
                                + " takes no token ids, so they can't be sent as text; remove them from the text, or"
                                + " use vLLM, SGLang or llama.cpp");
            }
        }
        return prompt.addSpecialTokens() || facts.firstToken() == null
                ? prompt.text()
                : withoutFirst(prompt, new SpecialToken(facts.firstToken()), failures);
    }

    /** The engine adds the first token itself. */
    private static String withoutFirst(Prompt prompt, SpecialToken first, HttpFailures failures) {
        List<Segment> segments = prompt.segments();
        if (segments.isEmpty() || !segments.get(0).equals(first)) {
            throw new UnsafePromptException("the prompt has all its tokens, but " + failures.title() + " would put '"
                    + first.text() + "' before it; use vLLM, SGLang or llama.cpp");
        }
        return prompt.withSegments(segments.subList(1, segments.size())).text();
    }
}
