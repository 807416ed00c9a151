package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.github.aligner4j.autoconfigure.AlignerChains;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.langchain4j.AlignedStreamingChatModel;
import java.util.List;
import org.springframework.stereotype.Service;

/**
 * Sends questions to the upstream model through a chain of Aligners.
 *
 * <p>An application that needs corrected answers only needs none of this: the starter aligns its models in place. This one
 * aligns them itself for each question, because its page lets users choose the chain and shows what the chain did.
 */
@Service
final class Chat {

    private final ChatModel upstream;
    private final StreamingChatModel streamingUpstream;
    private final UpstreamProperties properties;
    private final AlignerChains chains;

    Chat(
            ChatModel upstream,
            StreamingChatModel streamingUpstream,
            UpstreamProperties properties,
            AlignerChains chains) {
        this.upstream = upstream;
        this.streamingUpstream = streamingUpstream;
        this.properties = properties;
        this.chains = chains;
    }

    /** Returns the corrected answer, and adds it to the conversation. */
    Reply ask(Question question, Conversation conversation) {
        Exchange exchange = new Exchange(question, conversation);
        ChatModel model = AlignedChatModel.builder(upstream, chains.get(question.chain()))
                .onCorrection(exchange::onCorrection)
                .build();
        try {
            return exchange.complete(model.chat(messages(question, conversation)));
        } catch (RuntimeException failure) {
            throw new NoReplyException(properties.label(), failure);
        }
    }

    /** Streams the corrected answer to {@code listener}, and adds it to the conversation. */
    void stream(Question question, Conversation conversation, ReplyListener listener) {
        Exchange exchange = new Exchange(question, conversation);
        StreamingChatModel attended = new AttendedStream(streamingUpstream, listener);
        StreamingChatModel model = AlignedStreamingChatModel.builder(attended, chains.get(question.chain()))
                .onCorrection(exchange::onCorrection)
                .build();
        model.chat(messages(question, conversation), new ReplyStream(properties.label(), listener, exchange::complete));
    }

    private List<ChatMessage> messages(Question question, Conversation conversation) {
        return conversation.messagesWith(question.message(), properties.systemMessage());
    }
}
