// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.ahead;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Streams one answer, token by token at an even pace, on the caller's thread. */
final class PacedUpstream implements StreamingChatModel {

    private final String answer;
    private final int tokensPerSecond;
    private volatile long ended;
    private volatile long processorBefore;

    PacedUpstream(String answer, int tokensPerSecond) {
        this.answer = answer;
        this.tokensPerSecond = tokensPerSecond;
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        long started = System.nanoTime();
        for (int at = 0, token = 1; at < answer.length(); at += Texts.TOKEN_CHARACTERS, token++) {
            waitUntil(started + TimeUnit.SECONDS.toNanos(token) / tokensPerSecond);
            handler.onPartialResponse(answer.substring(at, Math.min(answer.length(), at + Texts.TOKEN_CHARACTERS)));
        }
        processorBefore = ProcessorTime.now();
        ended = System.nanoTime();
        handler.onCompleteResponse(
                ChatResponse.builder().aiMessage(AiMessage.from(answer)).build());
    }

    /** Returns the time of the last token, as {@link System#nanoTime()} has it. */
    long ended() {
        return ended;
    }

    /** Returns the processor time of the process up to that token. */
    long processorBefore() {
        return processorBefore;
    }

    private static void waitUntil(long instant) {
        for (long left = instant - System.nanoTime(); left > 0; left = instant - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
