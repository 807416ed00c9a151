// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.langchain4j.AlignedStreamingChatModel;
import io.github.aligner4j.langchain4j.AlignmentOptions;
import io.github.aligner4j.springai.AlignerAdvisors;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.messages.MessageType;
import reactor.core.Disposable;

/** A way through a framework to a model and back, with an Aligner and a chat memory in it. */
enum Route {
    LANGCHAIN4J_CALL {
        @Override
        Heard ask(Models models, Aligner aligner, String question) {
            ChatMemory memory = MessageWindowChatMemory.withMaxMessages(20);
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(AlignedChatModel.wrap(models.blocking(), Audited.of(aligner)))
                    .chatMemory(memory)
                    .tools(new Clock())
                    .build();
            return call(() -> assistant.chat(question), () -> said(memory));
        }
    },
    LANGCHAIN4J_STREAM {
        @Override
        Heard ask(Models models, Aligner aligner, String question) {
            return stream(models, aligner, question, StreamingPolicy.WHOLE);
        }
    },
    LANGCHAIN4J_SENTENCES {
        @Override
        Heard ask(Models models, Aligner aligner, String question) {
            return stream(models, aligner, question, StreamingPolicy.SENTENCE);
        }
    },
    SPRING_AI_CALL {
        @Override
        Heard ask(Models models, Aligner aligner, String question) {
            var memory = springMemory();
            ChatClient client = client(models, aligner, memory, StreamingPolicy.WHOLE);
            return call(() -> client.prompt(question).call().content(), () -> said(memory));
        }
    },
    SPRING_AI_STREAM {
        @Override
        Heard ask(Models models, Aligner aligner, String question) {
            return springStream(models, aligner, question, StreamingPolicy.WHOLE);
        }
    },
    SPRING_AI_SENTENCES {
        @Override
        Heard ask(Models models, Aligner aligner, String question) {
            return springStream(models, aligner, question, StreamingPolicy.SENTENCE);
        }
    };

    private static final ExecutorService CALLERS = Executors.newCachedThreadPool(Daemons.named("drill-caller"));
    private static final String CONVERSATION = "1";

    static final Set<Route> STREAMS = EnumSet.of(LANGCHAIN4J_STREAM, SPRING_AI_STREAM);
    static final Set<Route> CALLS = EnumSet.of(LANGCHAIN4J_CALL, SPRING_AI_CALL);

    /** Streams that are corrected sentence by sentence, for Aligners that support windows. */
    static final Set<Route> SENTENCES = EnumSet.of(LANGCHAIN4J_SENTENCES, SPRING_AI_SENTENCES);

    /** All routes on which an answer is corrected as a whole. */
    static final Set<Route> ALL = EnumSet.complementOf(EnumSet.copyOf(SENTENCES));

    static final Set<Route> FIRST = EnumSet.of(LANGCHAIN4J_CALL);

    /** Asks, and returns at once; what comes is heard on other threads. */
    abstract Heard ask(Models models, Aligner aligner, String question);

    boolean streams() {
        return STREAMS.contains(this) || SENTENCES.contains(this);
    }

    /** A blocking call on a thread of its own, which cancelling interrupts. */
    static Heard call(Supplier<String> call, Supplier<List<String>> memory) {
        Heard heard = new Heard(memory);
        Future<?> running = CALLERS.submit(() -> {
            try {
                heard.answered(String.valueOf(call.get()));
            } catch (Throwable e) {
                heard.interrupted(Thread.interrupted());
                heard.failed(e);
            }
        });
        heard.cancellableBy(() -> running.cancel(true));
        return heard;
    }

    private static Heard stream(Models models, Aligner aligner, String question, StreamingPolicy policy) {
        ChatMemory memory = MessageWindowChatMemory.withMaxMessages(20);
        StreamingAssistant assistant = AiServices.builder(StreamingAssistant.class)
                .streamingChatModel(AlignedStreamingChatModel.builder(models.streaming(), Audited.of(aligner))
                        .options(AlignmentOptions.DEFAULT.withStreaming(policy))
                        .build())
                .chatMemory(memory)
                .tools(new Clock())
                .build();
        Heard heard = new Heard(() -> said(memory));
        assistant
                .chat(question)
                .onPartialThinkingWithContext((piece, context) ->
                        heard.cancellableBy(() -> context.streamingHandle().cancel()))
                .onPartialResponseWithContext((piece, context) -> {
                    heard.cancellableBy(() -> context.streamingHandle().cancel());
                    heard.piece(piece.text());
                })
                .onCompleteResponse(response ->
                        heard.answered(String.valueOf(response.aiMessage().text())))
                .onError(heard::failed)
                .start();
        return heard;
    }

    private static Heard springStream(Models models, Aligner aligner, String question, StreamingPolicy policy) {
        var memory = springMemory();
        ChatClient client = client(models, aligner, memory, policy);
        Heard heard = new Heard(() -> said(memory));
        Disposable stream = client.prompt(question).stream()
                .content()
                .subscribe(heard::piece, heard::failed, () -> heard.answered(heard.text()));
        heard.cancellableBy(stream::dispose);
        return heard;
    }

    private static ChatClient client(
            Models models,
            Aligner aligner,
            org.springframework.ai.chat.memory.ChatMemory memory,
            StreamingPolicy policy) {
        return ChatClient.builder(models.springAi())
                .defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
                .defaultAdvisors(AlignerAdvisors.builder(Audited.of(aligner))
                        .streaming(policy)
                        .build())
                .defaultAdvisors(advisors ->
                        advisors.param(org.springframework.ai.chat.memory.ChatMemory.CONVERSATION_ID, CONVERSATION))
                .defaultTools(new Clock())
                .build();
    }

    private static org.springframework.ai.chat.memory.ChatMemory springMemory() {
        return org.springframework.ai.chat.memory.MessageWindowChatMemory.builder()
                .build();
    }

    private static List<String> said(ChatMemory memory) {
        return memory.messages().stream()
                .filter(AiMessage.class::isInstance)
                .map(message -> String.valueOf(((AiMessage) message).text()))
                .toList();
    }

    private static List<String> said(org.springframework.ai.chat.memory.ChatMemory memory) {
        return memory.get(CONVERSATION).stream()
                .filter(message -> message.getMessageType() == MessageType.ASSISTANT)
                .map(message -> String.valueOf(message.getText()))
                .toList();
    }

    /** LangChain4j's, blocking. */
    interface Assistant {
        String chat(String message);
    }

    /** LangChain4j's, streaming. */
    interface StreamingAssistant {
        TokenStream chat(String message);
    }

    /** A tool that both frameworks can call. */
    public static final class Clock {

        /** Returns a time of day. */
        @dev.langchain4j.agent.tool.Tool(name = "clock")
        @org.springframework.ai.tool.annotation.Tool(name = "clock", description = "tells the time")
        public String clock() {
            return "noon";
        }
    }
}
