// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import java.util.List;
import org.springframework.ai.chat.client.ChatClientMessageAggregator;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.model.ChatResponse;
import reactor.core.publisher.Flux;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;

/** An advisor next to the model, which notes what that answers in each round. */
record RoundAdvisor(List<String> answers) implements CallAdvisor, StreamAdvisor {

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        ChatClientResponse response = chain.nextCall(request);
        note(response);
        return response;
    }

    @Override
    public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
        return new ChatClientMessageAggregator().aggregateChatClientResponse(chain.nextStream(request), this::note);
    }

    private void note(ChatClientResponse response) {
        ChatResponse reply = require(response.chatResponse());
        answers.add(require(reply.getResult()).getOutput().getText());
    }

    @Override
    public String getName() {
        return "rounds";
    }

    @Override
    public int getOrder() {
        return AlignerAdvisor.DEFAULT_ORDER + 2;
    }
}
