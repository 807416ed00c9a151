package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.langchain4j.AlignmentParameters;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One question, and its answer. */
final class Exchange {

    private final String id = UUID.randomUUID().toString();
    private final Question question;
    private final Visit visit;
    private final Conversation conversation;
    private volatile @Nullable Correction correction;

    /**
     * Begins an exchange.
     *
     * @param question the question
     * @param visit the session of the user
     * @param conversation the conversation that it belongs to
     */
    Exchange(Question question, Visit visit, Conversation conversation) {
        this.question = question;
        this.visit = visit;
        this.conversation = conversation;
    }

    Question question() {
        return question;
    }

    Visit visit() {
        return visit;
    }

    /** Returns the request to an aligned model. */
    ChatRequest request(String systemMessage) {
        return ChatRequest.builder()
                .messages(conversation.messagesWith(question.message(), systemMessage))
                .parameters(AlignmentParameters.builder()
                        .skip(!question.aligned())
                        .attribute(Visit.EXCHANGE, id)
                        .attribute(RequestAttributes.CONVERSATION, conversation.id())
                        .build())
                .build();
    }

    /** Keeps the correction, to show it beside the original. */
    void onCorrection(CorrectionRequest request, Correction finished) {
        correction = finished;
    }

    /** Returns the reply, and adds it to the conversation. An answer that passed uncorrected counts as unchanged. */
    Reply complete(ChatResponse response) {
        String answer = Objects.requireNonNullElse(response.aiMessage().text(), "");
        Correction known = correction;
        if (known == null) {
            visit.onPassed(id, question.chain());
        }
        Reply reply = Reply.of(id, question, known == null ? Correction.of(answer, answer) : known);
        visit.conversations().add(conversation, reply);
        return reply;
    }
}
