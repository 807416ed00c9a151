// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.FailurePolicy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

import static io.github.aligner4j.langchain4j.ScriptedStreamingChatModel.text;
import static org.assertj.core.api.Assertions.assertThat;

/** A stream that is corrected sentence by sentence has one end, whatever happens. */
class StreamBySentenceEndingsTest extends SentenceFixture {

    @Test
    void what_a_filter_takes_back_before_a_sentence_has_ended_is_never_sent() throws Exception {
        chat((events, handle) -> {
            text(events, handle, "This is");
            events.onCompleteResponse(ChatResponse.builder()
                    .aiMessage(AiMessage.builder().build())
                    .finishReason(FinishReason.CONTENT_FILTER)
                    .build());
        });

        assertThat(handler.await().aiMessage().text()).isNull();
        assertThat(handler.texts).isEmpty();
    }

    @Test
    void a_failed_upstream_stream_ends_with_its_error_after_what_was_sent() throws Exception {
        IllegalStateException cut = new IllegalStateException("cut");
        chat((events, handle) -> {
            text(events, handle, FIRST, "Here");
            awaitFirst();
            events.onError(cut);
        });

        assertThat(handler.awaitError()).isSameAs(cut);
        assertThat(handler.text().strip()).isEqualTo(Cipher.correct(FIRST.strip()));
        assertThat(handler.errors).hasSize(1);
    }

    @Test
    void a_sentence_that_fails_ends_an_endless_stream_with_an_error_and_cancels_it() throws Exception {
        ScriptedStreamingChatModel upstream = chat(
                (events, handle) -> {
                    text(events, handle, FIRST, "Here");
                    awaitFirst();
                    text(events, handle, " comes the second one. And");
                    writeUntilCancelled(events, handle);
                },
                BY_SENTENCE,
                stack(FailurePolicy.failClosed()),
                request());

        assertThat(handler.awaitError()).isInstanceOf(AlignerException.class);
        assertThat(handler.text().strip()).isEqualTo(Cipher.correct(FIRST.strip()));
        assertThat(handler.errors).hasSize(1);
        assertThat(upstream.handles.get(0).isCancelled()).isTrue();
    }

    @Test
    void a_sentence_that_is_refused_completes_an_endless_stream_with_the_refusal_and_cancels_it() throws Exception {
        List<Correction> corrections = new CopyOnWriteArrayList<>();
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel((events, handle) -> {
            text(events, handle, FIRST, "Here");
            awaitFirst();
            text(events, handle, " comes the second one. And");
            writeUntilCancelled(events, handle);
        });
        AlignedStreamingChatModel.builder(upstream, stack(FailurePolicy.refuse(REFUSAL)))
                .options(BY_SENTENCE)
                .onCorrection((request, correction) -> corrections.add(correction))
                .build()
                .chat("hi", handler);
        upstream.threads.get(0).join();

        ChatResponse response = handler.await();
        assertThat(response.aiMessage().text())
                .startsWith(Cipher.correct(FIRST.strip()))
                .endsWith(REFUSAL);
        assertThat(response.finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
        assertThat(handler.text()).isEqualTo(response.aiMessage().text());
        assertThat(handler.errors).isEmpty();
        assertThat(upstream.handles.get(0).isCancelled()).isTrue();
        assertThat(corrections).extracting(Correction::answer).containsExactly(handler.text());
    }

    @Test
    void cancelling_by_the_handle_of_a_sentence_cancels_the_upstream_model_and_is_the_last_event() throws Exception {
        RecordingHandler cancelling = new RecordingHandler() {
            @Override
            void react(String event, StreamingHandle handle) {
                handle.cancel();
            }
        };
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel((events, handle) -> {
            text(events, handle, FIRST, SECOND, "And");
            writeUntilCancelled(events, handle);
            events.onCompleteResponse(ScriptedChatModel.response(ALL));
        });

        AlignedStreamingChatModel.builder(upstream, new Cipher())
                .options(BY_SENTENCE)
                .executor(tasks)
                .build()
                .chat("hi", cancelling);
        upstream.threads.get(0).join();
        tasks.join();

        assertThat(cancelling.events).containsExactly("text");
    }

    @Test
    void a_handler_that_throws_is_told_and_the_stream_goes_on() throws Exception {
        IllegalStateException broken = new IllegalStateException("broken");
        RecordingHandler throwing = new RecordingHandler() {
            @Override
            void react(String event, StreamingHandle handle) {
                if (event.equals("text")) {
                    throw broken;
                }
            }
        };
        model(
                        (events, handle) -> {
                            text(events, handle, FIRST, SECOND);
                            events.onCompleteResponse(ScriptedChatModel.response(ALL));
                        },
                        BY_SENTENCE,
                        new Cipher())
                .chat("hi", throwing);

        assertThat(throwing.await().aiMessage().text()).isEqualTo(Cipher.correct(ALL));
        assertThat(throwing.errors).isNotEmpty().allMatch(error -> error == broken);
        assertThat(throwing.events).endsWith("complete");
    }
}
