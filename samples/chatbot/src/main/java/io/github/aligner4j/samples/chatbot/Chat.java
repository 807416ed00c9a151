// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.langchain4j.AlignedStreamingChatModel;
import io.github.aligner4j.langchain4j.AlignmentOptions;
import org.springframework.stereotype.Service;

/**
 * Sends questions to an upstream model through a chain of Aligners.
 *
 * <p>An application that needs corrected answers only needs none of this: the starter aligns its models in place. This one
 * aligns them itself for each question, because its page lets users choose model, chain and modes, and shows what the chain did.
 */
@Service
final class Chat {

    private final UpstreamProperties properties;

    Chat(UpstreamProperties properties) {
        this.properties = properties;
    }

    /** Returns the corrected answer, and adds it to the conversation. */
    Reply ask(Exchange exchange) {
        UpstreamModel upstream = exchange.question().model();
        ChatModel model = AlignedChatModel.builder(upstream.chat(), chain(exchange))
                .onCorrection(exchange::onCorrection)
                .build();
        try {
            return exchange.complete(model.chat(exchange.request(properties.systemMessage())));
        } catch (RuntimeException failure) {
            throw new NoReplyException(upstream.label(), failure);
        }
    }

    /** Streams the corrected answer to {@code listener}, and adds it to the conversation. */
    void stream(Exchange exchange, ReplyListener listener) {
        UpstreamModel upstream = exchange.question().model();
        StreamingChatModel attended = new AttendedStream(upstream.streaming(), listener);
        StreamingChatModel model = AlignedStreamingChatModel.builder(attended, chain(exchange))
                .options(AlignmentOptions.DEFAULT.withStreaming(
                        exchange.question().streaming()))
                .onCorrection(exchange::onCorrection)
                .build();
        model.chat(
                exchange.request(properties.systemMessage()),
                new ReplyStream(upstream.label(), listener, exchange::complete));
    }

    private static AlignerStack chain(Exchange exchange) {
        return exchange.visit().chains().get(exchange.question().chain());
    }
}
