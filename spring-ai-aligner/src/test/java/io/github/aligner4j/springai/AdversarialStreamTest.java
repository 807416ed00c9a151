// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Layer;
import io.github.aligner4j.answer.StreamingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;

/** No letter reaches a reader uncorrected, however a stream is cut, interrupted and ended, whole and sentence by sentence. */
class AdversarialStreamTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** Runs corrections, one after another, so that a model can wait for those of the chunks before. */
    private static final Executor CORRECTIONS = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "corrections");
        thread.setDaemon(true);
        return thread;
    });

    @Property(tries = 500)
    void a_complete_stream_is_corrected_letter_by_letter(@ForAll long seed, @ForAll StreamingPolicy streaming) {
        AdversarialScript script = AdversarialScript.of(new Random(seed), 1).withEnd();

        List<Signal<ChatClientResponse>> signals = signals(
                client(new ScriptedModel().turn(flux(script)), streaming).prompt("hi"));

        assertThat(signals)
                .filteredOn(signal -> !signal.isOnNext())
                .singleElement()
                .matches(Signal::isOnComplete);
        assertThat(texts(signals).getOrDefault(0, ""))
                .isEqualTo(script.expected().get(0));
        assertNothingUncorrected(signals);
    }

    @Property(tries = 150)
    void each_of_several_answers_is_corrected_letter_by_letter(@ForAll long seed, @ForAll StreamingPolicy streaming) {
        Random random = new Random(seed);
        AdversarialScript script =
                AdversarialScript.of(random, 2 + random.nextInt(2)).withEnd();

        List<Signal<ChatClientResponse>> signals = signals(
                client(new ScriptedModel().turn(flux(script)), streaming).prompt("hi"));

        script.expected()
                .forEach((index, expected) ->
                        assertThat(texts(signals).getOrDefault(index, "")).isEqualTo(expected));
        assertNothingUncorrected(signals);
    }

    @Property(tries = 150)
    void text_around_tool_calls_is_corrected_letter_by_letter(@ForAll long seed, @ForAll StreamingPolicy streaming) {
        Random random = new Random(seed);
        AdversarialScript before = AdversarialScript.of(random, 1).withToolCall();
        AdversarialScript after = AdversarialScript.of(random, 1).withEnd();
        ScriptedModel model = new ScriptedModel().turn(flux(before)).turn(flux(after));

        List<Signal<ChatClientResponse>> signals =
                signals(client(model, streaming).prompt("hi").tools(weather()));

        assertThat(signals)
                .filteredOn(signal -> !signal.isOnNext())
                .singleElement()
                .matches(Signal::isOnComplete);
        assertThat(texts(signals).getOrDefault(0, ""))
                .endsWith(require(after.expected().get(0)))
                .hasSizeLessThanOrEqualTo(require(before.expected().get(0)).length()
                        + require(after.expected().get(0)).length());
        assertNothingUncorrected(signals);
    }

    @Property(tries = 150)
    void a_stream_that_fails_shows_corrected_letters_and_its_error(
            @ForAll long seed, @ForAll StreamingPolicy streaming) {
        Random random = new Random(seed);
        AdversarialScript script = AdversarialScript.of(random, 1).withEnd();
        Flux<ChatResponse> failing = flux(script)
                .take(random.nextInt(script.chunks.size() + 1))
                .concatWith(Flux.error(new IllegalStateException("upstream")));

        List<Signal<ChatClientResponse>> signals =
                signals(client(new ScriptedModel().turn(failing), streaming).prompt("hi"));

        assertThat(signals)
                .filteredOn(signal -> !signal.isOnNext())
                .singleElement()
                .matches(Signal::isOnError);
        assertThat(script.expected().get(0)).startsWith(texts(signals).getOrDefault(0, ""));
        assertNothingUncorrected(signals);
    }

    @Property(tries = 100)
    void a_stream_that_never_ends_shows_corrected_letters_until_it_is_disposed_of(
            @ForAll long seed, @ForAll StreamingPolicy streaming) throws InterruptedException {
        AdversarialScript script = AdversarialScript.of(new Random(seed), 1).withEnd();
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Flux<ChatResponse> endless = flux(script)
                .concatWith(Flux.<ChatResponse>never().doOnSubscribe(subscription -> sent.countDown()))
                .doOnCancel(cancelled::countDown);
        List<Signal<ChatClientResponse>> signals = new CopyOnWriteArrayList<>();

        Disposable reading = client(new ScriptedModel().turn(endless), streaming).prompt("hi").stream()
                .chatClientResponse()
                .materialize()
                .subscribe(signals::add);
        assertThat(sent.await(60, TimeUnit.SECONDS)).isTrue();
        reading.dispose();

        assertThat(cancelled.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(signals).allMatch(Signal::isOnNext);
        assertThat(script.expected().get(0)).startsWith(texts(signals).getOrDefault(0, ""));
        assertNothingUncorrected(signals);
    }

    private static ChatClient client(ScriptedModel model, StreamingPolicy streaming) {
        AlignerStack stack = AlignerStack.builder("shifting")
                .layer(Layer.of("shift", new Shift()))
                .build();
        return ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.builder(stack)
                        .executor(CORRECTIONS)
                        .streaming(streaming)
                        .build())
                .build();
    }

    /** Returns the chunks; before some of them, what can be corrected of those before has been sent. */
    private static Flux<ChatResponse> flux(AdversarialScript script) {
        return Flux.fromIterable(script.chunks).doOnNext(chunk -> {
            if (script.isAwaited()) {
                CompletableFuture.runAsync(() -> {}, CORRECTIONS).join();
            }
        });
    }

    private static ToolCallback weather() {
        return FunctionToolCallback.builder("weather", (Map<String, Object> input) -> "sunny")
                .description("the weather")
                .inputType(Map.class)
                .build();
    }

    private static List<Signal<ChatClientResponse>> signals(ChatClientRequestSpec request) {
        return require(request.stream()
                .chatClientResponse()
                .materialize()
                .collectList()
                .block(SOON));
    }

    /** Returns the text of each generation, without thoughts. */
    private static Map<Integer, String> texts(List<Signal<ChatClientResponse>> signals) {
        Map<Integer, String> texts = new TreeMap<>();
        for (ChatResponse response : responses(signals)) {
            for (int i = 0; i < response.getResults().size(); i++) {
                Generation generation = response.getResults().get(i);
                texts.merge(Generations.index(generation, i), Generations.answer(generation), String::concat);
            }
        }
        return texts;
    }

    private static void assertNothingUncorrected(List<Signal<ChatClientResponse>> signals) {
        for (ChatResponse response : responses(signals)) {
            List<Object> shown = new ArrayList<>(response.getMetadata().entrySet());
            response.getResults().forEach(generation -> {
                shown.add(generation.getOutput());
                shown.addAll(generation.getMetadata().entrySet());
            });
            assertThat(shown)
                    .allSatisfy(part -> assertThat(Shift.isIn(part.toString()))
                            .as("uncorrected letters in %s", part)
                            .isFalse());
        }
    }

    private static List<ChatResponse> responses(List<Signal<ChatClientResponse>> signals) {
        return signals.stream()
                .filter(Signal::isOnNext)
                .map(signal -> require(require(signal.get()).chatResponse()))
                .toList();
    }
}
