package io.github.aligner4j.springai;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import java.util.ArrayList;
import java.util.List;
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
 */
record ResponseCorrector(Alignment alignment, ChatClientRequest request, CorrectionContext context) {

    /** Returns {@code received} with its answers corrected. */
    ChatClientResponse correct(ChatClientResponse received) {
        ChatClientResponse response = alignment.options().keepsThinking()
                ? received
                : Thoughts.removedFrom(List.of(received)).get(0);
        ChatResponse chatResponse = response.chatResponse();
        if (chatResponse == null) {
            return response;
        }
        ToolCallTextPolicy policy = chatResponse.hasToolCalls() ? alignment.options().toolCallText() : ToolCallTextPolicy.ALIGN;
        return switch (policy) {
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
        List<Correction> corrections = new ArrayList<>();
        List<Generation> generations = new ArrayList<>();
        for (Generation generation : chatResponse.getResults()) {
            String answer = Generations.answer(generation);
            if (Generations.isFiltered(generation) || corrector.passes(answer)) {
                generations.add(generation);
                continue;
            }
            Correction correction =
                    corrector.correct(answer, context, alignment.corrector().aligner());
            corrections.add(correction);
            generations.add(
                    correction.changed()
                            ? Generations.withText(generation, correction.answer(), RepeatedText.of(List.of(answer)))
                            : generation);
        }
        RepeatedText originals = RepeatedText.of(corrections.stream()
                .filter(Correction::changed)
                .map(Correction::original)
                .toList());
        return AdvisorContext.withCorrections(with(response, chatResponse, generations, originals), corrections);
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
