package io.github.aligner4j.answer;

import io.github.aligner4j.answer.AnswerPolicy.Form;

/**
 * What of a text an Aligner reads, and what stands around it.
 *
 * @param before thinking that stays
 * @param said what is said to the user
 * @param after what closes a block around it, mostly empty
 */
record AnswerParts(String before, String said, String after) {

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
     * A text that is nothing but thinking says all it says in there. Were it to pass, so would anything that an upstream
     * model can be talked into wrapping.
     */
    private static AnswerParts inside(String text, boolean opened) {
        ThinkingSplitter splitter = new ThinkingSplitter(opened);
        splitter.append(text);
        int start = splitter.wordsStart();
        int end = splitter.wordsEnd();
        return new AnswerParts(text.substring(0, start), text.substring(start, end), text.substring(end));
    }

    boolean isWhole(String text) {
        return before.length() + said.length() + after.length() == text.length();
    }
}
