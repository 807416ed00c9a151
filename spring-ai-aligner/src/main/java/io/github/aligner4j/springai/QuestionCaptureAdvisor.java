package io.github.aligner4j.springai;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;

/** Keeps the user's own words in the context, before retrieval and other advisors add to the prompt. */
final class QuestionCaptureAdvisor implements CallAdvisor, StreamAdvisor {

    /** Outside everything that may rewrite the prompt, with room left for what must be outside of this. */
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
        return AdvisedContext.with(request, AlignerAdvisor.QUESTION, CorrectionRequests.lastUserText(request.prompt()));
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
