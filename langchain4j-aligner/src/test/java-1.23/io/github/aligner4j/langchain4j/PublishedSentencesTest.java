package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.answer.StreamingPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Publishers of LangChain4j 1.20 emit corrected sentences while the upstream model writes the next ones. */
@Timeout(60)
class PublishedSentencesTest {

    private static final String FIRST = "One is first. ";

    private final Subscriber subscriber = new Subscriber();

    @Test
    void a_refusal_completes_an_endless_stream_at_once() {
        publish(FailurePolicy.refuse("No."));
        RecordingHandler.get(subscriber.end);

        assertThat(subscriber.text()).startsWith(Cipher.correct(FIRST.strip())).endsWith("No.");
        assertThat(subscriber.events)
                .last()
                .isInstanceOfSatisfying(
                        CompleteResponse.class,
                        end -> assertThat(end.chatResponse().aiMessage().text()).isEqualTo(subscriber.text()));
    }

    @Test
    void a_failure_ends_an_endless_stream_at_once() {
        publish(FailurePolicy.failClosed());

        assertThat(subscriber.end)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(AlignerException.class);
        assertThat(subscriber.text().strip()).isEqualTo(Cipher.correct(FIRST.strip()));
    }

    private void publish(FailurePolicy policy) {
        Aligner picky = new Cipher() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                if (request.answer().contains("second")) {
                    throw new AlignerException("it is the second");
                }
                return super.correct(request, context);
            }
        };
        AlignerStack stack = AlignerStack.builder("test")
                .layer(Layer.of("picky", picky).withFailurePolicy(policy))
                .build();
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel((events, handle) -> {
            ScriptedStreamingChatModel.text(events, handle, FIRST, "Then");
            RecordingHandler.get(subscriber.first);
            ScriptedStreamingChatModel.text(events, handle, " comes the second. And");
            while (!handle.isCancelled()) {
                ScriptedStreamingChatModel.text(events, handle, " and");
                Thread.onSpinWait();
            }
        });
        StreamingChatModel model = AlignedStreamingChatModel.builder(upstream, stack)
                .options(AlignmentOptions.DEFAULT.withStreaming(StreamingPolicy.SENTENCE))
                .build();
        model.chat(ChatRequest.builder().messages(UserMessage.from("hi")).build())
                .subscribe(subscriber);
    }

    private static final class Subscriber implements Flow.Subscriber<ChatModelStreamingEvent> {

        private final List<ChatModelStreamingEvent> events = new CopyOnWriteArrayList<>();
        private final CompletableFuture<ChatModelStreamingEvent> first = new CompletableFuture<>();
        private final CompletableFuture<Integer> end = new CompletableFuture<>();

        String text() {
            return events.stream()
                    .filter(PartialResponse.class::isInstance)
                    .map(event -> ((PartialResponse) event).text())
                    .collect(Collectors.joining());
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ChatModelStreamingEvent event) {
            events.add(event);
            first.complete(event);
        }

        @Override
        public void onError(Throwable error) {
            end.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            end.complete(events.size());
        }
    }
}
