// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.answer.AnswerCorrector;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import io.github.aligner4j.answer.JsonAnswer;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;

/**
 * Corrects the answers to one request.
 *
 * @param corrector corrects an answer
 * @param request the request, without an answer
 * @param policy the treatment of an answer's text
 * @param format the format that the program requested
 */
record RequestCorrector(
        AnswerCorrector corrector, CorrectionRequest request, AnswerPolicy policy, RequestedFormat format) {

    /**
     * Returns the corrector for answers to {@code request}.
     *
     * @param response the response, or the last chunk of a streamed one
     * @param toolCalls true for text beside tool calls, which has no format
     */
    static RequestCorrector of(
            ChatClientRequest request, Alignment alignment, ChatClientResponse response, boolean toolCalls) {
        AdvisorOptions options = alignment.options();
        RequestedFormat format = RequestedFormat.of(request);
        Form form = toolCalls ? Form.TEXT : options.structuredOutput().form(format != RequestedFormat.NONE);
        AnswerPolicy policy = new AnswerPolicy(form, options.keepsThinking(), options.thinkingOpened(), toolCalls);
        return new RequestCorrector(
                alignment.corrector(),
                policy.mark(CorrectionRequests.of(request, alignment, response)),
                policy,
                format);
    }

    /** Returns whether every answer passes uncorrected. */
    boolean passesAll() {
        return policy.form() == Form.UNTOUCHED && policy.keepThinking();
    }

    /** Returns whether {@code answer} passes uncorrected. */
    boolean passes(String answer) {
        return AnswerCorrector.passes(answer, policyFor(answer));
    }

    /**
     * Returns the correction of {@code answer}, and streams it to the listener of {@code context}.
     *
     * @param textAligner corrects an answer that is corrected in one piece
     */
    Correction correct(String answer, CorrectionContext context, Aligner textAligner) {
        return corrector.correct(request.withAnswer(answer), context, policyFor(answer), textAligner);
    }

    /** Has {@code answer} observed by the layers that do no more than that, in the background. */
    void observe(String answer) {
        corrector.observe(request.withAnswer(answer), policyFor(answer));
    }

    /** A converter's format may be anything; unless it is JSON, prose can't be told from syntax, so it passes. */
    private AnswerPolicy policyFor(String answer) {
        boolean unreadable = format == RequestedFormat.CONVERTER
                && policy.form() == Form.VALUES
                && JsonAnswer.find(answer).isEmpty();
        return unreadable ? policy.withForm(Form.UNTOUCHED) : policy;
    }
}
