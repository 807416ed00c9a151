// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;

/** The advisor alone, without a chat client around it, which alters or refuses some responses itself. */
final class Advised {

    private Advised() {}

    static AlignerAdvisor advisor(Aligner aligner) {
        return AlignerAdvisors.builder(aligner).advisor();
    }

    static ChatClientRequest request() {
        return ChatClientRequest.builder().prompt(new Prompt("hi")).build();
    }

    static List<ChatClientResponse> call(Aligner aligner, ChatResponse reply) {
        return List.of(advisor(aligner).adviseCall(request(), chain(response(reply))));
    }

    static List<ChatClientResponse> stream(Aligner aligner, ChatResponse... chunks) {
        return stream(advisor(aligner), Flux.just(chunks).map(Advised::response));
    }

    static List<ChatClientResponse> stream(AlignerAdvisor advisor, Flux<ChatClientResponse> chunks) {
        return require(
                advisor.adviseStream(request(), chain(chunks)).collectList().block(Duration.ofSeconds(60)));
    }

    static ChatClientResponse response(ChatResponse reply) {
        return new ChatClientResponse(reply, Map.of());
    }

    static Chain chain(ChatClientResponse... responses) {
        return chain(Flux.fromIterable(Arrays.asList(responses)));
    }

    static Chain chain(Flux<ChatClientResponse> responses) {
        return new Chain(responses);
    }

    /** A chain with a model at its end and nothing else. */
    record Chain(Flux<ChatClientResponse> responses) implements CallAdvisorChain, StreamAdvisorChain {

        @Override
        public ChatClientResponse nextCall(ChatClientRequest request) {
            return require(responses.blockLast());
        }

        @Override
        public Flux<ChatClientResponse> nextStream(ChatClientRequest request) {
            return responses;
        }

        @Override
        public List<CallAdvisor> getCallAdvisors() {
            return List.of();
        }

        @Override
        public List<StreamAdvisor> getStreamAdvisors() {
            return List.of();
        }

        @Override
        public CallAdvisorChain copy(CallAdvisor after) {
            return this;
        }

        @Override
        public StreamAdvisorChain copy(StreamAdvisor after) {
            return this;
        }

        @Override
        public ObservationRegistry getObservationRegistry() {
            return ObservationRegistry.NOOP;
        }
    }
}
