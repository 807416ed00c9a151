// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * Corrects the response to a blocking call.
 *
 * @param alignment the settings for the request
 * @param request the request that the response answers
 * @param context the context of its corrections
 * @param upstream sends a request through the rest of the advisor chain
 */
record ResponseCorrector(
        Alignment alignment,
        ChatClientRequest request,
        CorrectionContext context,
        Function<ChatClientRequest, ChatClientResponse> upstream) {

    /** Returns {@code received} with its answers corrected. */
    ChatClientResponse correct(ChatClientResponse received) {
        ChatClientResponse response = alignment.options().keepsThinking()
                ? received
                : Thoughts.removedFrom(List.of(received)).get(0);
        ChatResponse chatResponse = response.chatResponse();
        if (chatResponse == null) {
            return response;
        }
        boolean toolCalls = chatResponse.hasToolCalls();
        return switch (toolCalls ? alignment.options().toolCallText() : ToolCallTextPolicy.ALIGN) {
            case PASS -> response;
            // A tool loop keeps the response to itself.
            case DROP -> AdvisorContext.hasToolLoop(request) ? response : withoutText(response, chatResponse);
            case ALIGN -> correct(response, chatResponse);
        };
    }

    private ChatClientResponse correct(ChatClientResponse response, ChatResponse chatResponse) {
        RequestCorrector corrector = RequestCorrector.of(request, alignment, response, chatResponse.hasToolCalls());
        if (corrector.passesAll()) {
            return response;
        }
        UpstreamChain again = again(response);
        CorrectionContext asking = again.mayReplace() ? context.withUpstream(again) : context;
        List<Correction> corrections = new ArrayList<>();
        List<Generation> generations = new ArrayList<>();
        for (Generation generation : chatResponse.getResults()) {
            String answer = Generations.answer(generation);
            if (Generations.isFiltered(generation) || corrector.passes(answer)) {
                generations.add(generation);
                continue;
            }
            Correction correction =
                    corrector.correct(answer, asking, alignment.corrector().aligner());
            corrections.add(correction);
            generations.add(replaced(generation, correction.answer()));
        }
        return AdvisorContext.withCorrections(
                again.reprompted()
                        ? replaced(again, corrections.get(0).answer())
                        : with(response, chatResponse, generations, replaced(corrections)),
                corrections);
    }

    private UpstreamChain again(ChatClientResponse response) {
        return new UpstreamChain(
                request,
                alignment.options(),
                context,
                asked -> List.of(AdvisorContext.unclaim(upstream.apply(asked))),
                StreamedResponse.of(List.of(response)));
    }

    /** Returns the last response of an upstream model that was asked again, with {@code text} for its answer. */
    private static ChatClientResponse replaced(UpstreamChain again, String text) {
        ChatClientResponse response = again.response().chunks().get(0);
        ChatResponse chatResponse = Objects.requireNonNull(response.chatResponse(), "response");
        List<String> originals = again.response().answers().stream()
                .filter(original -> !original.equals(text))
                .toList();
        List<Generation> generations = chatResponse.getResults().stream()
                .map(generation -> Generations.answer(generation).isEmpty() ? generation : replaced(generation, text))
                .toList();
        return with(response, chatResponse, generations, RepeatedText.of(originals));
    }

    private static Generation replaced(Generation generation, String text) {
        String answer = Generations.answer(generation);
        return text.equals(answer)
                ? generation
                : Generations.withText(generation, text, RepeatedText.of(List.of(answer)));
    }

    private static RepeatedText replaced(List<Correction> corrections) {
        return RepeatedText.of(corrections.stream()
                .filter(Correction::changed)
                .map(Correction::original)
                .toList());
    }

    private static ChatClientResponse withoutText(ChatClientResponse response, ChatResponse chatResponse) {
        RepeatedText texts = RepeatedText.of(
                chatResponse.getResults().stream().map(Generations::answer).toList());
        List<Generation> generations = chatResponse.getResults().stream()
                .map(generation -> Generations.answer(generation).isEmpty()
                        ? generation
                        : Generations.withText(generation, "", texts))
                .toList();
        return with(response, chatResponse, generations, texts);
    }

    private static ChatClientResponse with(
            ChatClientResponse response, ChatResponse chatResponse, List<Generation> generations, RepeatedText texts) {
        // The constructor, unlike the builder, keeps the provider's own metadata object.
        ChatResponse corrected = new ChatResponse(generations, texts.removedFrom(chatResponse.getMetadata()));
        return response.mutate().chatResponse(corrected).build();
    }
}
