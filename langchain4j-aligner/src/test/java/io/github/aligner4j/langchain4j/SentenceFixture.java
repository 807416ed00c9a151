// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.langchain4j.ScriptedStreamingChatModel.Script;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

import static io.github.aligner4j.langchain4j.ScriptedStreamingChatModel.text;

/** A stream that is corrected sentence by sentence, and what a handler receives of it. */
@Timeout(60)
abstract class SentenceFixture {

    static final AlignmentOptions BY_SENTENCE = AlignmentOptions.DEFAULT.withStreaming(StreamingPolicy.SENTENCE);
    static final String FIRST = "This is the first sentence. ";
    static final String SECOND = "Here comes the second one. ";
    static final String ALL = FIRST + SECOND;
    static final String REFUSAL = "I can't answer that.";
    static final ToolExecutionRequest CALL =
            ToolExecutionRequest.builder().id("1").name("look").arguments("{}").build();

    final StreamTasks tasks = new StreamTasks();
    final CountDownLatch firstReceived = new CountDownLatch(1);
    final RecordingHandler handler = new RecordingHandler() {
        @Override
        void react(String event, StreamingHandle handle) {
            if (event.equals("text")) {
                firstReceived.countDown();
            }
        }
    };

    /** Returns a stack that fails with the second sentence. */
    static AlignerStack stack(FailurePolicy policy) {
        Aligner picky = new Cipher() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                if (request.answer().contains("second")) {
                    throw new AlignerException("it is the second");
                }
                return super.correct(request, context);
            }
        };
        return AlignerStack.builder("test")
                .layer(Layer.of("picky", picky).withFailurePolicy(policy))
                .build();
    }

    ScriptedStreamingChatModel chat(Script script) throws InterruptedException {
        return chat(script, BY_SENTENCE);
    }

    ScriptedStreamingChatModel chat(Script script, AlignmentOptions options) throws InterruptedException {
        return chat(script, options, new Cipher(), request());
    }

    ScriptedStreamingChatModel chat(Script script, AlignmentOptions options, Aligner aligner, ChatRequest request)
            throws InterruptedException {
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel(script);
        AlignedStreamingChatModel.builder(upstream, aligner)
                .options(options)
                .executor(tasks)
                .build()
                .chat(request, handler);
        upstream.threads.get(0).join();
        return upstream;
    }

    static AlignedStreamingChatModel model(Script script, AlignmentOptions options, Aligner aligner) {
        return AlignedStreamingChatModel.builder(new ScriptedStreamingChatModel(script), aligner)
                .options(options)
                .build();
    }

    static ChatRequest request() {
        return ChatRequest.builder().messages(UserMessage.from("hi")).build();
    }

    /** Goes on for as long as nobody cancels, or until the test has failed. */
    static void writeUntilCancelled(StreamingChatResponseHandler events, ScriptedStreamingChatModel.Handle handle) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!handle.isCancelled() && System.nanoTime() < deadline) {
            text(events, handle, " and");
            Thread.onSpinWait();
        }
    }

    void awaitFirst() {
        await(firstReceived);
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing was sent in time");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
