// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.RequestAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The treatment of an answer, decided by the program's request and never by the answer's text.
 *
 * @param form the part of the answer that is corrected
 * @param keepThinking true if thinking in the text stays, uncorrected; false if it is removed
 * @param thinkingOpened true if the upstream model's prompt ends with {@code <think>}, see {@link InlineThinking}
 * @param besideToolCalls true if the answer has tool calls too, so that its text may be nothing but thinking
 */
public record AnswerPolicy(Form form, boolean keepThinking, boolean thinkingOpened, boolean besideToolCalls) {

    /** Corrects everything but the thinking, which stays. */
    public static final AnswerPolicy DEFAULT = new AnswerPolicy(Form.TEXT, true, false, false);

    /** Checks the form. */
    public AnswerPolicy {
        Objects.requireNonNull(form, "form");
    }

    /** Returns a copy with another form. */
    public AnswerPolicy withForm(Form form) {
        return new AnswerPolicy(form, keepThinking, thinkingOpened, besideToolCalls);
    }

    /** Returns a copy with another {@code thinkingOpened}: true if the upstream model's prompt ends with {@code <think>}. */
    public AnswerPolicy withThinkingOpened(boolean opened) {
        return new AnswerPolicy(form, keepThinking, opened, besideToolCalls);
    }

    /** Returns a copy for an answer with tool calls, or without. */
    public AnswerPolicy withToolCalls(boolean toolCalls) {
        return new AnswerPolicy(form, keepThinking, thinkingOpened, toolCalls);
    }

    /** Returns {@code request} with the attribute {@link RequestAttributes#TOOL_TURN} if the answer has tool calls, else itself. */
    @Incubating
    public CorrectionRequest mark(CorrectionRequest request) {
        if (!besideToolCalls) {
            return request;
        }
        Map<String, Object> attributes = new HashMap<>(request.attributes());
        attributes.put(RequestAttributes.TOOL_TURN, true);
        return request.withAttributes(attributes);
    }

    /** The part of an answer that is corrected. */
    public enum Form {
        /**
         * Everything: the program requested no format, or that is not known. {@link JsonAnswer JSON} keeps its structure: each of
         * its strings is corrected on its own, except names of one word, and so is prose around it. Numbers, dates and Booleans
         * that are the whole answer pass.
         */
        TEXT,
        /**
         * {@link #VALUES} if the answer is JSON, otherwise {@link #TEXT}. For programs that parse JSON in some answers and can't
         * say in which.
         */
        TEXT_OR_VALUES,
        /**
         * The prose in a requested format: string values of JSON that contain white space, and prose around the JSON. Single
         * words (identifiers, enum constants, addresses) stay, and so does an answer of one word, or of one word in each line.
         * Other answers are corrected as a whole.
         */
        VALUES,
        /** Nothing: the program gets the requested format unchanged. */
        UNTOUCHED
    }
}
