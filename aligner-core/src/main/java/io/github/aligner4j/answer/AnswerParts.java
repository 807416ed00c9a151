// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Correction;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import java.time.Duration;

/**
 * The parts of an answer: the text for the user, and thinking around it.
 *
 * @param before the thinking before the text
 * @param text the text for the user
 * @param after the end of a block around the text, usually empty
 */
record AnswerParts(String before, String text, String after) {

    static AnswerParts of(String text, AnswerPolicy policy) {
        InlineThinking cut = InlineThinking.of(text, policy.thinkingOpened());
        if (cut.thinking().isEmpty() || (policy.form() == Form.UNTOUCHED && policy.keepThinking())) {
            return new AnswerParts("", text, "");
        }
        if (!policy.keepThinking()) {
            return new AnswerParts("", cut.answer(), "");
        }
        if (!cut.answer().isEmpty() || policy.besideToolCalls()) {
            return new AnswerParts(cut.thinking(), cut.answer(), "");
        }
        return inside(text, policy.thinkingOpened());
    }

    /**
     * Returns the parts of an answer that is nothing but thinking: its text is corrected. Otherwise any text would pass uncorrected
     * if an upstream model could be made to wrap it.
     */
    private static AnswerParts inside(String text, boolean opened) {
        ThinkingSplitter splitter = new ThinkingSplitter(opened);
        splitter.append(text);
        int start = splitter.wordsStart();
        int end = splitter.wordsEnd();
        return new AnswerParts(text.substring(0, start), text.substring(start, end), text.substring(end));
    }

    /** Returns the correction of the whole {@code answer}, given that of its text and the time that both took. */
    Correction around(Correction corrected, String answer, Duration elapsed) {
        return text.length() == answer.length()
                ? corrected
                : of(answer, before + corrected.answer() + after, elapsed, corrected);
    }

    /** Returns the correction of {@code original} to {@code answer}, whose text was corrected by {@code corrected}. */
    static Correction of(String original, String answer, Duration elapsed, Correction corrected) {
        return Correction.of(original, answer, corrected.usage(), elapsed)
                .withContextUse(corrected.contextUse())
                .withLayers(corrected.layers())
                .withOutcomes(corrected.outcomes())
                .withDetections(corrected.detections());
    }

    boolean isWhole(String answer) {
        return before.length() + text.length() + after.length() == answer.length();
    }
}
