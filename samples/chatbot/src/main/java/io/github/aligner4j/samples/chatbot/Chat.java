package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.autoconfigure.AlignerChains;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.langchain4j.AlignedStreamingChatModel;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Service;

/**
 * Asks the upstream model through a chain of Aligners.
 *
 * <p>An application that only wants corrected answers needs none of this: the starter wraps its models in place. This one
 * wraps them itself, question by question, because its page lets one choose the chain and shows what the chain did.
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

    /** Returns the corrected answer, and remembers it. */
    Reply ask(Question question, Conversation conversation) {
        RecordingAligner chain = new RecordingAligner(chains.get(question.chain()));
        try {
            ChatResponse response = AlignedChatModel.wrap(upstream, chain).chat(messages(question, conversation));
            return remember(question, chain, response, conversation);
        } catch (RuntimeException failure) {
            throw new NoReplyException(properties.label(), failure);
        }
    }

    /** Lets {@code listener} hear the corrected answer as it comes, and remembers it. */
    void stream(Question question, Conversation conversation, ReplyListener listener) {
        RecordingAligner chain = new RecordingAligner(chains.get(question.chain()));
        AlignedStreamingChatModel.wrap(new AttendedStream(streamingUpstream, listener), chain)
                .chat(
                        messages(question, conversation),
                        new ReplyStream(
                                properties.label(),
                                listener,
                                response -> remember(question, chain, response, conversation)));
    }

    private List<ChatMessage> messages(Question question, Conversation conversation) {
        return conversation.asking(question.message(), properties.systemMessage());
    }

    private static Reply remember(
            Question question, RecordingAligner chain, ChatResponse response, Conversation conversation) {
        String answer = Objects.requireNonNullElse(response.aiMessage().text(), "");
        Reply reply = Reply.of(question, chain.correctionTo(answer));
        conversation.add(reply);
        return reply;
    }
}
