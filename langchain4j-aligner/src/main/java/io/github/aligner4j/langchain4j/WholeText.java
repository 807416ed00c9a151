// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import io.github.aligner4j.answer.EagerCorrection;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.github.aligner4j.langchain4j.RepromptedUpstream.Call;
import java.util.concurrent.Executor;

/** A text that is held back until the response is complete, and then corrected as a whole. */
final class WholeText implements StreamedText {

    private final ResponseCorrector corrector;
    private final Call call;
    private final DownstreamHandler downstream;
    private final Cancellation cancellation;
    private final EagerCorrection eager;

    // Confined to the stream's thread from here on.
    private final HeldText held = new HeldText();
    private boolean hasToolCalls;

    WholeText(
            ResponseCorrector corrector,
            Call call,
            DownstreamHandler downstream,
            Cancellation cancellation,
            Executor executor) {
        this.corrector = corrector;
        this.call = call;
        this.downstream = downstream;
        this.cancellation = cancellation;
        this.eager = corrector.begin(executor);
    }

    @Override
    public void append(String piece) {
        eager.append(piece);
    }

    @Override
    public void keep(String piece) {
        if (passes()) {
            downstream.text(piece);
        } else {
            held.add(piece);
        }
    }

    @Override
    public void toolCall() {
        hasToolCalls = true;
        if (corrector.options().toolCallText() != ToolCallTextPolicy.ALIGN) {
            eager.close();
        }
        if (passes()) {
            held.release(downstream::text);
        }
    }

    @Override
    public boolean isBusy(Runnable whenIdle) {
        return false;
    }

    @Override
    public ChatResponse complete(ChatResponse response) {
        AnswerPolicy policy = corrector.policy(response);
        if (passes()) {
            return corrector.correct(response, policy.withForm(Form.UNTOUCHED), context(), eager);
        }
        String text = response.aiMessage().text();
        if (text == null || text.isBlank()) {
            correctHeld(response, policy);
            return corrector.correct(response, policy, context(), eager);
        }
        if (passesAsHeld(response, policy)) {
            held.release(downstream::text);
            return response;
        }
        CorrectionContext context = corrector.withUpstream(streamingContext(), response, call);
        return corrector.correct(response, policy, context, eager);
    }

    @Override
    public ChatResponse refusal() {
        throw new IllegalStateException("a text that is corrected as a whole is refused when it is complete");
    }

    private boolean passesAsHeld(ChatResponse response, AnswerPolicy policy) {
        return policy.form() == Form.UNTOUCHED
                && policy.keepThinking()
                && !corrector.options().drops(response)
                && held.isWhole(response.aiMessage().text());
    }

    /**
     * Corrects and emits text that the upstream model streamed and does not repeat in the end, as some do beside tool calls.
     * Text that a filter took back is not emitted.
     */
    private void correctHeld(ChatResponse response, AnswerPolicy policy) {
        boolean removed =
                AlignmentOptions.isFiltered(response) || corrector.options().drops(response);
        if (!removed && !held.isBlank()) {
            corrector.correct(held.text(), policy, streamingContext(), eager);
        }
    }

    private CorrectionContext context() {
        return corrector.context().withCancellation(cancellation);
    }

    private CorrectionContext streamingContext() {
        return context().withListener(piece -> TextChunker.split(piece, downstream::text));
    }

    /** Returns true if text passes as it arrives, as it may once the response is known to have a tool call. */
    private boolean passes() {
        return hasToolCalls
                && corrector.options().toolCallText() == ToolCallTextPolicy.PASS
                && corrector.options().thinking() == ThinkingPolicy.PASS;
    }

    @Override
    public void close() {
        eager.close();
    }
}
