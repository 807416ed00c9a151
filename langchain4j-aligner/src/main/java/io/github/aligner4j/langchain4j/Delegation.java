package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

/**
 * Where an aligned model takes hold of its upstream model; found once, by what the upstream model's class overrides.
 *
 * @param alignedView true if we sit on {@code doChat}, below LangChain4j's own default merging and listeners, which so run
 *     once and see corrected answers; false if we sit on {@code chat}, because the upstream model does something of its own
 *     there, and its listeners see its uncorrected answers
 * @param takesOptions whether the upstream model's {@code chat} with {@link ChatRequestOptions} leads anywhere
 */
record Delegation(boolean alignedView, boolean takesOptions) {

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

    private record Overrides(Class<?> type, Class<?> face) {

        Delegation delegation(boolean doChat, boolean chat, boolean chatWithOptions) {
            return new Delegation(doChat && !chat && !chatWithOptions, chatWithOptions || !chat);
        }

        boolean has(String method, Class<?>... parameters) {
            try {
                return type.getMethod(method, parameters).getDeclaringClass() != face;
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(face + " of a LangChain4j that is not supported; 1.19 to 1.23 are", e);
            }
        }
    }
}
