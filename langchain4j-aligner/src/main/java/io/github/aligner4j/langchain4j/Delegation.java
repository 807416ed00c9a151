// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

/**
 * The way in which an aligned model calls its upstream model, chosen once by what the upstream model's class overrides.
 *
 * @param viaDoChat true to call {@code doChat}, so that LangChain4j's default merging and listeners run once, around the
 *     correction, and see corrected answers; false to call {@code chat}, because the upstream model overrides it, and its
 *     listeners see its uncorrected answers
 * @param takesOptions true if the upstream model implements {@code chat} with {@link ChatRequestOptions}
 */
record Delegation(boolean viaDoChat, boolean takesOptions) {

    static Delegation of(ChatModel upstream) {
        if (upstream instanceof AlignedChatModel aligned) {
            return aligned.delegation();
        }
        Overrides overrides = new Overrides(upstream.getClass(), ChatModel.class);
        return overrides.delegation(
                overrides.has("doChat", ChatRequest.class),
                overrides.has("chat", ChatRequest.class),
                overrides.has("chat", ChatRequest.class, ChatRequestOptions.class));
    }

    static Delegation of(StreamingChatModel upstream) {
        if (upstream instanceof AlignedStreamingChatModel aligned) {
            return aligned.delegation();
        }
        Class<?> handler = StreamingChatResponseHandler.class;
        Overrides overrides = new Overrides(upstream.getClass(), StreamingChatModel.class);
        return overrides.delegation(
                overrides.has("doChat", ChatRequest.class, handler),
                overrides.has("chat", ChatRequest.class, handler),
                overrides.has("chat", ChatRequest.class, ChatRequestOptions.class, handler));
    }

    private record Overrides(Class<?> type, Class<?> api) {

        Delegation delegation(boolean doChat, boolean chat, boolean chatWithOptions) {
            return new Delegation(doChat && !chat && !chatWithOptions, chatWithOptions || !chat);
        }

        boolean has(String method, Class<?>... parameters) {
            try {
                return type.getMethod(method, parameters).getDeclaringClass() != api;
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(
                        "this version of LangChain4j is not supported: " + api.getName() + " has no " + method
                                + " as in 1.19 to 1.23; use one of these",
                        e);
            }
        }
    }
}
