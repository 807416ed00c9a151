// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.github.aligner4j.langchain4j.ScriptedStreamingChatModel.Handle;
import io.github.aligner4j.observation.AuditListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However an answer is cut into pieces, and whatever happens to its stream: no character reaches the handler that the Aligner has not
 * replaced, the pieces are the final text, and there is one end.
 */
class AdversarialStreamTest {

    private static final int SEEDS = 600;
    private static final String THINKING = "<think>1, 2, 3.\n 4! 5</think>";
    private static final ToolExecutionRequest CALL =
            ToolExecutionRequest.builder().id("1").name("look").arguments("{}").build();

    private static final List<Trouble> TROUBLES = List.of(Trouble.values());
    private static final List<String> WORDS = List.of(
            "The",
            "house",
            "is",
            "old",
            "Dr.",
            "e.g.",
            "3.5",
            "U.S.",
            "\uD83D\uDE00",
            "\uD801\uDC00\uD801\uDC01",
            "<think>",
            "</think>",
            "[x](y.z)",
            "`a. b`",
            "- item",
            "wait...",
            "\"Quoted.\"",
            "naïve");
    private static final List<String> ENDS = List.of(
            ". ", "! ", "?\n", ".\n\n", "\uD83D\uDE00. ", "… ", ".", "\n", ".\r\n", ": ", "\n```\ncode. Here\n```\n");

    /** What goes wrong. */
    private enum Trouble {
        NONE,
        TOOL_CALL,
        SILENT_RESPONSE,
        THINKING,
        ANOTHER_FINAL_TEXT,
        LONGER_FINAL_TEXT,
        SHORTER_FINAL_TEXT,
        UPSTREAM_ERROR,
        NEVER_ENDING,
        TAKEN_BACK,
        THROWING_HANDLER,
        FAILING_SENTENCE,
        REFUSED_SENTENCE
    }

    @ParameterizedTest
    @EnumSource(StreamingPolicy.class)
    @Timeout(300)
    void nothing_uncorrected_is_sent(StreamingPolicy streaming) throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            new Run(seed, streaming).check();
        }
    }

    /** One stream. */
    private static final class Run {

        private final String name;
        private final Random random;
        private final StreamingPolicy streaming;
        private final Trouble trouble;
        private final AlignmentOptions options;
        private final String text;
        private final int when;
        private final RuntimeException broken = new IllegalStateException("the handler is broken");
        private final AtomicInteger audited = new AtomicInteger();
        private volatile boolean called;
        private boolean cancelled;

        Run(int seed, StreamingPolicy streaming) {
            this.random = new Random(seed);
            this.streaming = streaming;
            this.trouble = TROUBLES.get(seed % TROUBLES.size());
            this.name = streaming + " with " + trouble + " and the seed " + seed;
            this.options = AlignmentOptions.DEFAULT
                    .withStreaming(streaming)
                    .withThinking(random.nextBoolean() ? ThinkingPolicy.PASS : ThinkingPolicy.DROP)
                    .withToolCallText(random.nextBoolean() ? ToolCallTextPolicy.ALIGN : ToolCallTextPolicy.DROP);
            this.text = text(1 + random.nextInt(6));
            this.when = random.nextInt(4);
        }

        private String text(int sentences) {
            StringBuilder answer = new StringBuilder();
            for (int i = 0; i < sentences; i++) {
                int words = 1 + random.nextInt(6);
                for (int j = 0; j < words; j++) {
                    answer.append(j == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
                }
                answer.append(ENDS.get(random.nextInt(ENDS.size())));
            }
            // Words that look like the beginning of thinking are there, but the answer does not begin with them.
            return "So " + answer;
        }

        void check() throws InterruptedException {
            RecordingHandler handler = handler();
            ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel(this::play);
            StreamTasks tasks = new StreamTasks();
            AlignedStreamingChatModel.builder(upstream, aligner())
                    .options(options)
                    .executor(tasks)
                    .build()
                    .chat("hi", handler);
            upstream.threads.get(0).join();
            tasks.join();
            assertEnd(handler, upstream.handles.get(0));
            assertThat(audited.get()).as("%s: events of the audit", name).isBetween(called ? 1 : 0, 1);
            assertCorrected(handler.text());
            if (handler.response.isDone()) {
                String complete = handler.await().aiMessage().text();
                assertCorrected(complete == null ? "" : complete);
                assertThat(complete == null
                                || complete.isBlank()
                                || handler.text().equals(complete))
                        .as("%s: the pieces are the text", name)
                        .isTrue();
            }
            if (trouble == Trouble.NONE) {
                assertThat(handler.text()).as(name).isEqualTo(Cipher.correct(text));
            }
        }

        private RecordingHandler handler() {
            return new RecordingHandler() {
                private int received;

                @Override
                void react(String event, StreamingHandle handle) {
                    if (trouble == Trouble.THROWING_HANDLER && received++ == when && !event.equals("complete")) {
                        throw broken;
                    }
                    if (trouble == Trouble.NEVER_ENDING && event.equals("text")) {
                        cancelled = true;
                        handle.cancel();
                    }
                }
            };
        }

        private Aligner aligner() {
            Cipher cipher = new Cipher() {
                private int calls;

                @Override
                public Correction correct(CorrectionRequest request, CorrectionContext context) {
                    called = true;
                    boolean fails = trouble == Trouble.FAILING_SENTENCE || trouble == Trouble.REFUSED_SENTENCE;
                    if (fails && calls++ == when) {
                        throw new AlignerException("it is the call " + when);
                    }
                    return super.correct(request, context);
                }
            };
            FailurePolicy policy =
                    trouble == Trouble.REFUSED_SENTENCE ? FailurePolicy.refuse("1.") : FailurePolicy.failClosed();
            return AlignerStack.builder("test")
                    .listener(AuditListener.of(event -> audited.incrementAndGet()))
                    .layer(Layer.of("cipher", cipher).withFailurePolicy(policy))
                    .build();
        }

        private void play(StreamingChatResponseHandler events, Handle handle) {
            List<String> pieces = pieces(trouble == Trouble.THINKING ? THINKING + text : text);
            int middle = random.nextInt(pieces.size());
            send(events, handle, pieces.subList(0, middle));
            switch (trouble) {
                case TOOL_CALL, SILENT_RESPONSE -> events.onCompleteToolCall(new CompleteToolCall(0, CALL));
                case UPSTREAM_ERROR -> events.onError(new IllegalStateException(text));
                case THINKING -> ScriptedStreamingChatModel.thinking(events, handle, "1");
                case NONE -> events.onUnmappedRawEvent(middle == 0 ? "1" : text);
                default -> {}
            }
            send(events, handle, pieces.subList(middle, pieces.size()));
            // An answer that is corrected as a whole sends nothing by which it could be cancelled.
            if (trouble == Trouble.NEVER_ENDING && streaming == StreamingPolicy.SENTENCE) {
                long end = System.nanoTime() + 10_000_000_000L;
                while (!handle.isCancelled() && System.nanoTime() < end) {
                    send(events, handle, pieces(text(3)));
                    Thread.onSpinWait();
                }
            }
            events.onCompleteResponse(response());
        }

        private void send(StreamingChatResponseHandler events, Handle handle, List<String> pieces) {
            for (String piece : pieces) {
                if (piece.isEmpty()) {
                    events.onPartialResponse(piece);
                } else {
                    ScriptedStreamingChatModel.text(events, handle, piece);
                }
                if (random.nextInt(4) == 0) {
                    Thread.onSpinWait();
                }
            }
        }

        /** Cuts anywhere, also within surrogate pairs, and has empty pieces. */
        private List<String> pieces(String whole) {
            List<String> pieces = new ArrayList<>();
            int longest = 1 + random.nextInt(12);
            int from = 0;
            while (from < whole.length()) {
                int to = Math.min(whole.length(), from + random.nextInt(longest + 1));
                pieces.add(whole.substring(from, to));
                from = to;
            }
            return pieces;
        }

        private ChatResponse response() {
            ChatResponse.Builder response = ChatResponse.builder();
            boolean calls = trouble == Trouble.TOOL_CALL || trouble == Trouble.SILENT_RESPONSE;
            AiMessage.Builder message = AiMessage.builder().text(finalText());
            if (trouble == Trouble.TAKEN_BACK) {
                response.finishReason(FinishReason.CONTENT_FILTER);
            }
            return response.aiMessage((calls ? message.toolExecutionRequests(List.of(CALL)) : message).build())
                    .build();
        }

        private @Nullable String finalText() {
            return switch (trouble) {
                case SILENT_RESPONSE, TAKEN_BACK -> null;
                case THINKING -> THINKING + text;
                case ANOTHER_FINAL_TEXT -> text(3);
                case LONGER_FINAL_TEXT -> text + text(2);
                case SHORTER_FINAL_TEXT -> text.substring(0, 1 + random.nextInt(text.length() - 1));
                default -> text;
            };
        }

        private void assertEnd(RecordingHandler handler, Handle handle) {
            long failures =
                    handler.errors.stream().filter(error -> error != broken).count();
            long ends = failures + (handler.response.isDone() ? 1 : 0);
            assertThat(ends).as("%s: ends", name).isEqualTo(cancelled ? 0 : 1);
            if (trouble == Trouble.NEVER_ENDING && streaming == StreamingPolicy.SENTENCE) {
                assertThat(cancelled && handle.isCancelled())
                        .as("%s: cancelled", name)
                        .isTrue();
            }
            if (!cancelled) {
                assertThat(handler.events).as("%s: the last event", name).last().isIn("complete", "error");
            }
            assertThat(handler.events)
                    .as("%s: raw events", name)
                    .noneMatch(event -> event.startsWith("raw") && event.contains("So "));
        }

        private void assertCorrected(String sent) {
            boolean thought = trouble == Trouble.THINKING && options.thinking() == ThinkingPolicy.PASS;
            String answer = thought && sent.startsWith(THINKING) ? sent.substring(THINKING.length()) : sent;
            assertThat(answer.codePoints().filter(Cipher::isUncorrected).count())
                    .as("%s: uncorrected characters", name)
                    .isZero();
        }
    }
}
