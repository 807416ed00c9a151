package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.RawStreamingEvent;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What LangChain4j has since 1.20: publishers of streaming models, futures of others. */
class AlignedPublisherTest {

    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("hi")).build();

    private final ScriptedAligner civil = ScriptedAligner.replacing("idiot", "friend");

    @Test
    void every_publisher_s_events_are_those_of_the_corrected_answer() {
        AiMessage message = AiMessage.builder().text("you idiot").thinking("hm").build();
        StreamingChatModel model = AlignedStreamingChatModel.wrap(
                new ScriptedStreamingChatModel(ScriptedStreamingChatModel.answers(message)), civil);

        for (Flow.Publisher<ChatModelStreamingEvent> publisher : List.of(
                model.chat(REQUEST),
                model.doChat(REQUEST),
                model.chat(REQUEST.messages()),
                model.chat(UserMessage.from("hi")))) {
            Subscriber<ChatModelStreamingEvent> subscriber = new Subscriber<>(Long.MAX_VALUE);
            publisher.subscribe(subscriber);
            subscriber.await();

            assertThat(subscriber.events)
                    .containsExactly(
                            new PartialThinking("hm"),
                            new PartialResponse("you"),
                            new PartialResponse(" friend"),
                            new CompleteResponse(ChatResponse.builder()
                                    .aiMessage(message.toBuilder()
                                            .text("you friend")
                                            .build())
                                    .build()));
        }
        Subscriber<String> words = new Subscriber<>(Long.MAX_VALUE);
        model.chat("hi").subscribe(words);
        words.await();
        assertThat(words.events).containsExactly("you", " friend");
    }

    @Test
    void a_raw_event_that_cannot_quote_the_text_is_published() {
        Subscriber<ChatModelStreamingEvent> subscriber = new Subscriber<>(Long.MAX_VALUE);
        StreamingChatModel model = AlignedStreamingChatModel.wrap(
                new ScriptedStreamingChatModel((events, handle) -> {
                    events.onUnmappedRawEvent("searching");
                    ScriptedStreamingChatModel.text(events, handle, "idiot");
                    events.onUnmappedRawEvent("idiot");
                    events.onCompleteResponse(ScriptedChatModel.response("idiot"));
                }),
                civil);
        model.chat(REQUEST).subscribe(subscriber);
        subscriber.await();

        assertThat(subscriber.events)
                .containsExactly(
                        RawStreamingEvent.of("searching"),
                        new PartialResponse("friend"),
                        new CompleteResponse(ScriptedChatModel.response("friend")));
    }

    @Test
    void a_skipped_answer_is_published_as_it_comes_and_cancelling_cancels_the_upstream_model() {
        ChatRequest skipped = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(AlignmentParameters.builder().skip(true).build())
                .build();
        Subscriber<ChatModelStreamingEvent> subscriber = new Subscriber<>(Long.MAX_VALUE);
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel((events, handle) -> {
            ScriptedStreamingChatModel.text(events, handle, "you ", "idi");
            subscriber.subscription().cancel();
            if (!handle.isCancelled()) {
                ScriptedStreamingChatModel.text(events, handle, "ot");
            }
        });

        StreamingChatModel model = AlignedStreamingChatModel.wrap(upstream, civil);
        model.chat(skipped).subscribe(subscriber);
        join(upstream, new StreamTasks());

        assertThat(subscriber.events).containsExactly(new PartialResponse("you "), new PartialResponse("idi"));
        assertThat(upstream.handles.get(0).isCancelled()).isTrue();
        assertThat(civil.requests()).isEmpty();
    }

    @Test
    void nothing_is_asked_before_there_is_a_subscriber_and_each_one_asks_anew() {
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel("one ", "two");
        StreamingChatModel model = AlignedStreamingChatModel.wrap(upstream, civil);
        Flow.Publisher<ChatModelStreamingEvent> publisher = model.chat(REQUEST);
        assertThat(upstream.requests).isEmpty();

        for (int i = 1; i <= 2; i++) {
            Subscriber<ChatModelStreamingEvent> subscriber = new Subscriber<>(Long.MAX_VALUE);
            publisher.subscribe(subscriber);
            subscriber.await();
            assertThat(upstream.requests).hasSize(i);
        }
    }

    @Test
    void no_more_is_published_than_was_demanded() {
        StreamTasks tasks = new StreamTasks();
        Subscriber<ChatModelStreamingEvent> subscriber = new Subscriber<>(1);
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel("one two three");
        StreamingChatModel model = AlignedStreamingChatModel.builder(upstream, civil)
                .executor(tasks)
                .build();

        model.chat(REQUEST).subscribe(subscriber);
        join(upstream, tasks);
        assertThat(subscriber.events).containsExactly(new PartialResponse("one"));

        subscriber.subscription().request(1);
        assertThat(subscriber.events).hasSize(2);
        subscriber.subscription().request(1);
        assertThat(subscriber.end).isNotDone();
        subscriber.subscription().request(1);
        subscriber.await();
        assertThat(subscriber.events).hasSize(4);
    }

    @Test
    void demand_for_nothing_is_an_error() {
        Subscriber<ChatModelStreamingEvent> subscriber = new Subscriber<>(0);
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel("one two three");
        StreamingChatModel model = AlignedStreamingChatModel.wrap(upstream, civil);

        model.chat(REQUEST).subscribe(subscriber);

        assertThat(upstream.requests).isEmpty();
        assertThat(subscriber.events).isEmpty();
        assertThat(subscriber.end)
                .isCompletedExceptionally()
                .failsWithin(0, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(IllegalArgumentException.class)
                .withMessage("demand must be positive, but was 0");
    }

    @Test
    void cancelling_before_the_first_event_cancels_upstream_and_asks_no_aligner() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Subscriber<ChatModelStreamingEvent> subscriber = new Subscriber<>(Long.MAX_VALUE);
        StreamTasks tasks = new StreamTasks();
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel((events, handle) -> {
            ScriptedStreamingChatModel.text(events, handle, "you ");
            begun.countDown();
            await(cancelled);
            events.onCompleteResponse(ScriptedChatModel.response("you idiot"));
        });
        StreamingChatModel model = AlignedStreamingChatModel.builder(upstream, civil)
                .executor(tasks)
                .build();

        model.chat(REQUEST).subscribe(subscriber);
        await(begun);
        subscriber.subscription().cancel();
        cancelled.countDown();
        join(upstream, tasks);

        assertThat(upstream.handles.get(0).isCancelled()).isTrue();
        assertThat(civil.requests()).isEmpty();
        assertThat(subscriber.events).isEmpty();
        assertThat(subscriber.end).isNotDone();
    }

    @Test
    void what_fails_ends_the_publisher_with_an_error() {
        Aligner failing = (request, context) -> {
            throw new AssertionError("secret");
        };
        Subscriber<ChatModelStreamingEvent> subscriber = new Subscriber<>(Long.MAX_VALUE);
        StreamingChatModel model = AlignedStreamingChatModel.wrap(new ScriptedStreamingChatModel("x"), failing);
        model.chat(REQUEST).subscribe(subscriber);

        assertThat(subscriber.end)
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(AlignerException.class)
                .withMessage("the Aligner gave no correction: java.lang.AssertionError");

        IllegalStateException refused = new IllegalStateException("upstream refuses");
        StreamingChatModel refusing = AlignedStreamingChatModel.wrap(
                new ScriptedStreamingChatModel("x") {
                    @Override
                    public void doChat(
                            ChatRequest request,
                            dev.langchain4j.model.chat.response.StreamingChatResponseHandler handler) {
                        throw refused;
                    }
                },
                civil);
        Subscriber<ChatModelStreamingEvent> second = new Subscriber<>(1);
        refusing.chat(REQUEST).subscribe(second);
        assertThat(second.end)
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isSameAs(refused);
    }

    @Test
    void every_future_s_answer_is_corrected() throws Exception {
        ChatModel model = AlignedChatModel.wrap(new ScriptedChatModel("you idiot"), civil);

        for (CompletableFuture<ChatResponse> future : List.of(
                model.chatAsync(REQUEST),
                model.doChatAsync(REQUEST),
                model.chatAsync(REQUEST.messages()),
                model.chatAsync(UserMessage.from("hi")))) {
            assertThat(future.get(20, TimeUnit.SECONDS).aiMessage().text()).isEqualTo("you friend");
        }
        assertThat(model.chatAsync("hi").get(20, TimeUnit.SECONDS)).isEqualTo("you friend");
    }

    private static void join(ScriptedStreamingChatModel upstream, StreamTasks tasks) {
        try {
            upstream.threads.get(0).join();
            tasks.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Demands so many events at first. */
    private static final class Subscriber<T> implements Flow.Subscriber<T> {

        private final long demand;
        private final List<T> events = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

        Subscriber(long demand) {
            this.demand = demand;
        }

        Flow.Subscription subscription() {
            return subscription.join();
        }

        void await() {
            RecordingHandler.get(end);
        }

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription.complete(begun);
            begun.request(demand);
        }

        @Override
        public void onNext(T event) {
            events.add(event);
        }

        @Override
        public void onError(Throwable error) {
            end.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            end.complete(null);
        }
    }
}
