// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.Turn;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.chat.ChatCompletionRequest;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.UnsafePromptException;
import java.util.List;
import java.util.Objects;

/**
 * Uses a chat model as the completion model of an Aligner with a plain-text template, for example a published Aligner that a server
 * offers behind a chat API. The prompt is sent as one user message.
 *
 * <p>What a chat model can't be told is refused: prompts with special tokens with an {@link UnsafePromptException}, and requests
 * with an adapter, a steering strength or log probabilities with a {@link CompletionModelException}. The prediction is ignored.
 *
 * @param model replies to the prompt
 */
public record PlainTextCompletionModel(ChatCompletionModel model) implements CompletionModel {

    /** Checks that there is a model. */
    public PlainTextCompletionModel {
        Objects.requireNonNull(model, "model");
    }

    @Override
    public Completion complete(CompletionRequest request) {
        requireSendable(request);
        Turn prompt = new Turn(Turn.Role.USER, textOf(request.prompt()));
        return model.complete(ChatCompletionRequest.builder(List.of(prompt))
                .sampling(request.sampling())
                .stop(request.stop())
                .deadline(request.deadline().orElse(null))
                .cancellation(request.cancellation())
                .listener(request.listener())
                .build());
    }

    private static String textOf(Prompt prompt) {
        String text = prompt.text();
        if (text.isBlank()) {
            throw new CompletionModelException("the prompt is blank, but a chat model needs text; check the template");
        }
        if (prompt.segments().stream().anyMatch(Prompt.SpecialToken.class::isInstance)) {
            throw new UnsafePromptException("prompt of " + text.length()
                    + " characters has special tokens, which a chat endpoint can't tell apart from text; use a plain-text"
                    + " template, or a runtime that takes tokens");
        }
        return text;
    }

    private static void requireSendable(CompletionRequest request) {
        request.adapter().ifPresent(adapter -> {
            throw new CompletionModelException("adapter '" + adapter + "' can't be sent to a chat model; leave it out,"
                    + " and if the server offers it as a model of its own, as vLLM does, set that as the chat model's"
                    + " model name");
        });
        request.strength().ifPresent(strength -> {
            throw new CompletionModelException("strength " + strength
                    + " can't be sent to a chat model; leave it out, or use a runtime that adds steering vectors");
        });
        if (request.topLogprobs() > 0 || !request.candidates().isEmpty()) {
            throw new CompletionModelException(
                    "log probabilities can't be had from a chat model; set top-logprobs to 0, or if a detector needs them, use"
                            + " an engine that returns them");
        }
    }
}
