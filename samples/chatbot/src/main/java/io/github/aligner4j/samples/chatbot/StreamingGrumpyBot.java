// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Streams the remarks of the {@link GrumpyBot} word by word, on another thread. */
final class StreamingGrumpyBot implements StreamingChatModel {

    private static final Pattern WORDS = Pattern.compile("(?<=\\s)");

    private final GrumpyBot bot;
    private final Executor executor;
    private final Duration pace;

    /**
     * Creates a bot that streams.
     *
     * @param bot knows the remarks
     * @param executor runs the streams
     * @param pace the time between two words
     */
    StreamingGrumpyBot(GrumpyBot bot, Executor executor, Duration pace) {
        this.bot = bot;
        this.executor = executor;
        this.pace = pace;
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        executor.execute(() -> stream(bot.doChat(request), handler));
    }

    private void stream(ChatResponse response, StreamingChatResponseHandler handler) {
        Handle handle = new Handle();
        for (String word : WORDS.splitAsStream(response.aiMessage().text()).toList()) {
            LockSupport.parkNanos(pace.toNanos());
            if (handle.isCancelled()) {
                return;
            }
            handler.onPartialResponse(new PartialResponse(word), new PartialResponseContext(handle));
        }
        if (!handle.isCancelled()) {
            handler.onCompleteResponse(response);
        }
    }

    private static final class Handle implements StreamingHandle {

        private final AtomicBoolean cancelled = new AtomicBoolean();

        @Override
        public void cancel() {
            cancelled.set(true);
        }

        @Override
        public boolean isCancelled() {
            return cancelled.get();
        }
    }
}
