// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;

/** Puts the user's question into the context, before retrieval and other advisors change the prompt. */
final class QuestionCaptureAdvisor implements CallAdvisor, StreamAdvisor {

    /** The order: outside all advisors that change prompts, with room left further out. */
    static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 50;

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        return chain.nextCall(withQuestion(request));
    }

    @Override
    public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
        return chain.nextStream(withQuestion(request));
    }

    private static ChatClientRequest withQuestion(ChatClientRequest request) {
        if (request.context().get(AlignerAdvisor.QUESTION) instanceof String) {
            return request;
        }
        return AdvisorContext.with(request, AlignerAdvisor.QUESTION, CorrectionRequests.lastUserText(request.prompt()));
    }

    @Override
    public String getName() {
        return "aligner question";
    }

    @Override
    public int getOrder() {
        return ORDER;
    }
}
