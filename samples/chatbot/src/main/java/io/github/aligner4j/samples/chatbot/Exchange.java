// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.langchain4j.AlignmentParameters;
import java.util.List;
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

    /** Returns the reply, and adds it to the conversation. */
    Reply complete(ChatResponse response) {
        Correction known = correction;
        Reply reply = known == null
                ? passed(Objects.requireNonNullElse(response.aiMessage().text(), ""))
                : Reply.of(id, question, known, LayerReport.of(known.layers()));
        visit.conversations().add(conversation, reply);
        return reply;
    }

    /** Returns the reply with an answer that no layer corrected. */
    private Reply passed(String answer) {
        List<LayerReport> layers = List.of();
        if (question.aligned()) {
            layers = visit.chains().get(question.chain()).layers().stream()
                    .map(LayerReport::ofPassed)
                    .toList();
        } else {
            visit.onPassed(question.chain());
        }
        return Reply.of(id, question, Correction.of(answer, answer), layers);
    }
}
