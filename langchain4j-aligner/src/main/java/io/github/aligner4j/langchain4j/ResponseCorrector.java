// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.answer.AnswerCorrector;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import io.github.aligner4j.answer.EagerCorrection;
import io.github.aligner4j.answer.SentenceStream;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.github.aligner4j.langchain4j.RepromptedUpstream.Call;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Corrects the answer to one request: puts the corrected text into the upstream response and keeps everything else, that is
 * metadata, tool calls, images and attributes.
 */
final class ResponseCorrector {

    private final Alignment alignment;
    private final AlignedRequest request;
    private final Form form;
    private final AnswerCorrector corrector;

    /**
     * Creates a corrector.
     *
     * @param form the form in which an answer without tool calls is corrected
     * @throws IllegalArgumentException if the request chose a chain that there is not
     */
    ResponseCorrector(Alignment alignment, AlignedRequest request, Form form) {
        this.alignment = alignment;
        this.request = request;
        this.form = form;
        this.corrector =
                new AnswerCorrector(alignment.aligner(request.alignment().chain()), alignment.onCorrection());
    }

    AlignmentOptions options() {
        return alignment.options();
    }

    /**
     * Returns true if the response passes as it comes, because no layer corrects it; it is then to be {@linkplain #observe observed}.
     * If the options remove parts of responses, it is corrected, if only by no layer.
     */
    boolean passes() {
        return options().keepsEverything() && !corrector.corrects(question());
    }

    /** Lets layers that only observe read the text of a response that passed. Never blocks or throws. */
    void observe(ChatResponse response, @Nullable String text) {
        if (text != null && !text.isBlank()) {
            IgnoredExceptions.run("the observation of an answer", () -> observe(text, policy(response)));
        }
    }

    private void observe(String text, AnswerPolicy policy) {
        corrector.observe(policy.mark(request(text)), policy);
    }

    /**
     * Returns true if the text is corrected sentence by sentence: not if it is in a requested format, if it would be dropped beside a
     * tool call, or if the request chose a chain that can't do it.
     *
     * @param offersTools true if the upstream model may call tools
     */
    boolean correctsBySentence(boolean offersTools) {
        boolean prose = form == Form.TEXT || form == Form.TEXT_OR_VALUES;
        boolean kept = options().toolCallText() != ToolCallTextPolicy.DROP || !offersTools;
        return options().streaming() == StreamingPolicy.SENTENCE
                && prose
                && kept
                && Alignment.supportsSentences(corrector.aligner());
    }

    /** Begins the correction of the text, as a whole, while it streams. */
    EagerCorrection begin(Executor executor) {
        return corrector.begin(streamPolicy(), this::question, executor);
    }

    /** Begins the correction of the text, sentence by sentence, while it streams. */
    SentenceStream sentences(Cancellation cancellation, Executor executor, SentenceStream.Listener listener) {
        return corrector.sentences(
                streamPolicy(), this::question, context().withCancellation(cancellation), executor, listener);
    }

    /** Returns the treatment of the text, as far as it is known while it streams. */
    AnswerPolicy streamPolicy() {
        return new AnswerPolicy(
                form, options().thinking() == ThinkingPolicy.PASS, options().thinkingOpened(), false);
    }

    private CorrectionRequest question() {
        return request("");
    }

    private CorrectionRequest request(String answer) {
        return request.correctionRequest(answer, options().conversationDepth(), alignment.attributes());
    }

    /** Returns the treatment of the text of {@code response}. */
    AnswerPolicy policy(ChatResponse response) {
        return options().policy(response, form);
    }

    /** Returns the limits of the call. */
    CorrectionContext context() {
        return request.context();
    }

    /**
     * Returns a context whose upstream model can be asked again, unless {@code response} calls tools: a new answer would replace the
     * calls, too.
     */
    CorrectionContext withUpstream(CorrectionContext context, ChatResponse response, Call call) {
        return response.aiMessage().hasToolExecutionRequests()
                ? context
                : context.withUpstream(
                        new RepromptedUpstream(call, response, options().thinkingOpened(), context));
    }

    /** Returns {@code response} corrected in {@code context}. */
    ChatResponse correct(ChatResponse response, CorrectionContext context) {
        return correct(response, policy(response), context, corrector.aligner());
    }

    /**
     * Returns {@code response} with its text corrected as {@code policy} says; if a layer had the upstream model answer again, its
     * last response with the corrected text.
     *
     * @param textAligner corrects a text that is corrected in one piece
     */
    ChatResponse correct(ChatResponse response, AnswerPolicy policy, CorrectionContext context, Aligner textAligner) {
        String text = response.aiMessage().text();
        if (text == null || options().drops(response)) {
            return with(response, null);
        }
        String corrected = correct(text, policy, context, textAligner);
        return with(last(context, response), corrected);
    }

    /** Returns {@code text} corrected, and passes it to the listener of {@code context}. */
    String correct(String text, AnswerPolicy policy, CorrectionContext context, Aligner textAligner) {
        return corrector
                .correct(policy.mark(request(text)), context, policy, textAligner)
                .answer();
    }

    private static ChatResponse last(CorrectionContext context, ChatResponse first) {
        return context.upstream().orElse(null) instanceof RepromptedUpstream upstream ? upstream.response() : first;
    }

    /**
     * Returns {@code response} with another text, and without thinking if that is dropped; itself if nothing changes.
     *
     * <p>Not by {@code AiMessage.from(text)}, which loses thinking, images, attributes and tool calls. {@code toBuilder} keeps the
     * upstream model's own metadata object.
     */
    ChatResponse with(ChatResponse response, @Nullable String text) {
        AiMessage message = response.aiMessage();
        String thinking = options().thinking() == ThinkingPolicy.DROP ? null : message.thinking();
        AiMessage changed = message.toBuilder().text(text).thinking(thinking).build();
        return changed.equals(message)
                ? response
                : response.toBuilder().aiMessage(changed).build();
    }
}
