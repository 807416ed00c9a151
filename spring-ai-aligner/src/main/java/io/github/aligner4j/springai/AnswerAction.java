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

/**
 * The treatment of the answers to one request.
 *
 * @param corrector corrects
 * @param asked the request, as far as it is known before the answer
 * @param policy the parts of an answer that are corrected
 * @param format the format that the program asked for
 */
record AnswerAction(AnswerCorrector corrector, CorrectionRequest asked, AnswerPolicy policy, RequestedFormat format) {

    /**
     * Returns how answers to {@code request} are treated, as the program has asked for them; {@code toolCalls} says that it
     * is text beside tool calls, which is in no format.
     */
    static AnswerAction of(ChatClientRequest request, AlignerAdvisor.Settings settings, boolean toolCalls) {
        RequestedFormat format = RequestedFormat.of(request);
        Form form = toolCalls ? Form.TEXT : settings.structuredOutput().form(format != RequestedFormat.NONE);
        AnswerPolicy policy = new AnswerPolicy(form, true, settings.thinkingOpened(), toolCalls);
        return new AnswerAction(settings.corrector(), CorrectionRequests.from(request), policy, format);
    }

    /** Returns whether every answer stays as it is. */
    boolean passesAll() {
        return policy.form() == Form.UNTOUCHED;
    }

    /** Returns whether {@code answer} stays as it is, without the Aligner being asked. */
    boolean passes(String answer) {
        return AnswerCorrector.passes(answer, policyFor(answer));
    }

    /** Returns the correction of {@code answer}; what {@code call} hears is its answer. */
    Correction correct(String answer, CorrectionContext call, Aligner whole) {
        return corrector.correct(asked.withAnswer(answer), call, policyFor(answer), whole);
    }

    /** Returns the policy for an answer; in a format that is not JSON, prose can't be told from the rest. */
    private AnswerPolicy policyFor(String answer) {
        boolean unreadable = format == RequestedFormat.CONVERTER
                && policy.form() == Form.VALUES
                && JsonAnswer.find(answer).isEmpty();
        return unreadable ? policy.withForm(Form.UNTOUCHED) : policy;
    }
}
