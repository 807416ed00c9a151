// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.template;

import io.github.aligner4j.completion.UnsafePromptException;
import java.util.function.IntUnaryOperator;

/**
 * Replaces halves of surrogate pairs, which no tokenizer can encode, by private-use characters, U+10D800 to U+10DFFF, reversibly. Text
 * that has both is refused.
 */
final class LoneSurrogates {

    private static final int OFFSET = 0x100000;

    private LoneSurrogates() {}

    /**
     * Returns {@code text} without halves of pairs.
     *
     * @throws UnsafePromptException if it has one of the replacement characters
     */
    static String escape(String text) {
        if (text.codePoints().anyMatch(LoneSurrogates::isStandIn)) {
            throw new UnsafePromptException(
                    "question or answer has a private-use character from U+10D800 to U+10DFFF, which"
                            + " stand for halves of surrogate pairs in prompts; leave it out");
        }
        return text.codePoints().anyMatch(LoneSurrogates::isHalf)
                ? map(text, each -> isHalf(each) ? OFFSET + each : each)
                : text;
    }

    /** Returns the text whose escape is {@code escaped}. */
    static String restore(String escaped) {
        return escaped.codePoints().anyMatch(LoneSurrogates::isStandIn)
                ? map(escaped, each -> isStandIn(each) ? each - OFFSET : each)
                : escaped;
    }

    private static String map(String text, IntUnaryOperator codePoint) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().map(codePoint).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static boolean isStandIn(int codePoint) {
        return isHalf(codePoint - OFFSET);
    }
}
