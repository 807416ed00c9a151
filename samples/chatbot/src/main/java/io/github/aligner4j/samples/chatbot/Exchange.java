package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One question, and what became of its answer. */
final class Exchange {

    private final Question question;
    private final Conversation conversation;
    private volatile @Nullable Correction correction;

    Exchange(Question question, Conversation conversation) {
        this.question = question;
        this.conversation = conversation;
    }

    /** Keeps the correction, to show it beside the original. */
    void onCorrection(CorrectionRequest request, Correction finished) {
        correction = finished;
    }

    /** Returns the reply, and adds it to the conversation. An answer that passed uncorrected counts as unchanged. */
    Reply complete(ChatResponse response) {
        String answer = Objects.requireNonNullElse(response.aiMessage().text(), "");
        Reply reply =
                Reply.of(question, Objects.requireNonNullElseGet(correction, () -> Correction.of(answer, answer)));
        conversation.add(reply);
        return reply;
    }
}
