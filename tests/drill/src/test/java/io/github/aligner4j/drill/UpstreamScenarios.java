// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.aligner4j.drill.Scenario.Load;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/** The upstream model, or the way to it, fails. */
final class UpstreamScenarios {

    /** So many events stand for a stream without end. */
    private static final int ENDLESS = 200_000;

    private static final int HUGE_WORDS = 10 * 1024 * 1024 / Texts.RUDE.length();

    private UpstreamScenarios() {}

    static List<Scenario> all() {
        return Stream.of(late(), broken(), odd(), streams())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> late() {
        return List.of(
                Scenario.of(
                        "upstream is slow",
                        Route.ALL,
                        (world, route) -> Endings.corrected(
                                route.ask(world.patient(), World.CIVIL, ScriptedUpstream.question("slow")),
                                world,
                                Texts.CIVIL)),
                fails("upstream hangs until its client gives up", "hanging"),
                Scenario.of(
                        "upstream stops in the middle and its client waits until it is cancelled",
                        Route.STREAMS,
                        UpstreamScenarios::stalls),
                Scenario.of("upstream never ends and is cancelled", Route.STREAMS, UpstreamScenarios::neverEnds));
    }

    private static List<Scenario> broken() {
        return List.of(
                Scenario.of(
                        "nobody listens at upstream's address",
                        Route.ALL,
                        (world, route) -> Endings.failedUpstream(
                                route.ask(world.toNobody(), World.CIVIL, ScriptedUpstream.question("plain")), world)),
                Scenario.of(
                        "upstream's certificate is not trusted",
                        Route.ALL,
                        (world, route) -> Endings.failedUpstream(
                                route.ask(world.untrusting(), World.CIVIL, ScriptedUpstream.question("plain")), world)),
                fails("upstream resets the connection", "reset"),
                fails("upstream closes the connection without a reply", "empty-reply"),
                fails("upstream sends garbage", "garbage"),
                ends("upstream breaks off in a malformed chunk", "broken-chunk"),
                fails("upstream answers 429 with Retry-After", "429"),
                fails("upstream answers 500", "500"),
                ends("upstream sends half of its JSON", "half-json"),
                ends("upstream sends JSON of another shape", "wrong-json"),
                ends("upstream sends a page of HTML", "html"),
                ends("upstream sends an empty body", "empty-body"));
    }

    private static List<Scenario> odd() {
        return List.of(
                ends("upstream sends no text", "null-text"),
                ends("upstream sends nothing but white space", "blank-text"),
                ends("upstream sends no choices", "no-choices"),
                Scenario.of("upstream's filter ended the answer", Route.ALL, UpstreamScenarios::filtered),
                Scenario.of(
                        "other names of upstream's filter end the answer",
                        EnumSet.of(Route.SPRING_AI_CALL, Route.SPRING_AI_STREAM),
                        UpstreamScenarios::filteredByOtherNames),
                Scenario.of(
                        "upstream thinks inside its text, over several chunks",
                        Route.ALL,
                        UpstreamScenarios::thinksInline),
                Scenario.of("upstream says something and then calls a tool", Route.ALL, UpstreamScenarios::callsTool),
                Scenario.of("upstream's answer has 10 MB", Route.ALL, UpstreamScenarios::huge)
                        .with(Load.HEAVY));
    }

    private static List<Scenario> streams() {
        return List.of(
                Scenario.of(
                        "upstream's connection ends in the middle of the stream",
                        Route.STREAMS,
                        UpstreamScenarios::breaksOff),
                Scenario.of(
                        "the final text is not what the pieces said",
                        Set.of(Route.LANGCHAIN4J_STREAM),
                        UpstreamScenarios::unlikePieces),
                Scenario.of(
                        "pieces of text, and no text in the end",
                        Set.of(Route.LANGCHAIN4J_STREAM),
                        UpstreamScenarios::noTextInTheEnd),
                Scenario.of(
                        "upstream ends its stream twice",
                        Set.of(Route.LANGCHAIN4J_STREAM),
                        UpstreamScenarios::endsTwice),
                Scenario.of(
                        "upstream fails after its end",
                        Set.of(Route.LANGCHAIN4J_STREAM),
                        UpstreamScenarios::failsAfterItsEnd),
                Scenario.of(
                        "upstream's model throws instead of streaming",
                        Route.STREAMS,
                        UpstreamScenarios::throwsAtOnce));
    }

    private static Scenario fails(String name, String way) {
        return Scenario.of(
                name,
                Route.ALL,
                (world, route) -> Endings.failedUpstream(
                        route.ask(world.impatient(), World.CIVIL, ScriptedUpstream.question(way)), world));
    }

    private static Scenario ends(String name, String way) {
        return Scenario.of(
                name,
                Route.ALL,
                (world, route) -> Endings.endedHarmlessly(
                        route.ask(world.patient(), World.CIVIL, ScriptedUpstream.question(way)), world));
    }

    private static void stalls(World world, Route route) throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        Heard heard = route.ask(world.toLive(), World.CIVIL, world.live().question(answering -> {
            answering.begin();
            answering.send(Texts.event(Texts.thinking("hm"), ""));
            answering.say(Texts.RUDE);
            answering.pause(cancelled);
        }));
        heard.cancel(world.bound());
        cancelled.countDown();
        Endings.cancelled(heard, world, route);
    }

    private static void neverEnds(World world, Route route) throws InterruptedException {
        CountDownLatch streaming = new CountDownLatch(50);
        CountDownLatch left = new CountDownLatch(1);
        Heard heard = route.ask(world.toLive(), World.CIVIL, world.live().question(answering -> {
            answering.begin();
            answering.send(Texts.event(Texts.thinking("hm"), ""));
            try {
                for (int i = 0; i < ENDLESS && left.getCount() > 0; i++) {
                    answering.say(Texts.RUDE + " ");
                    streaming.countDown();
                }
            } catch (IOException e) {
                left.countDown();
            }
        }));
        assertThat(streaming.await(world.bound().toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
        heard.cancel(world.bound());
        boolean noticed = left.await(world.bound().toMillis(), TimeUnit.MILLISECONDS);
        left.countDown();
        assertThat(noticed).as("upstream was told that nobody listens any more").isTrue();
        Endings.cancelled(heard, world, route);
    }

    private static void breaksOff(World world, Route route) throws InterruptedException {
        Heard heard = route.ask(world.toLive(), World.CIVIL, world.live().question(answering -> {
            answering.begin();
            answering.say("Your ");
            answering.say(Texts.MARKER + " ");
            answering.say("plan");
        }));
        Endings.endedHarmlessly(heard, world);
    }

    private static void filtered(World world, Route route) throws InterruptedException {
        Heard heard = route.ask(world.patient(), World.CIVIL, ScriptedUpstream.question("filtered"));
        Endings.answered(heard, world, Texts.RUDE);
    }

    private static void filteredByOtherNames(World world, Route route) throws InterruptedException {
        for (String reason :
                List.of("SAFETY", "safety", "PROHIBITED_CONTENT", "RECITATION", "BLOCKLIST", "content_filter")) {
            Generation generation = new Generation(
                    new AssistantMessage(Texts.RUDE),
                    ChatGenerationMetadata.builder().finishReason(reason).build());
            var model = new SpringAiModel(
                    prompt -> new org.springframework.ai.chat.model.ChatResponse(List.of(generation)));
            Heard heard = route.ask(world.patient().withSpringAi(model), World.CIVIL, "How is my plan?");
            Endings.answered(heard, world, Texts.RUDE);
        }
    }

    private static void thinksInline(World world, Route route) throws InterruptedException {
        SeenAnswers seen = new SeenAnswers();
        Heard heard = route.ask(world.patient(), seen, ScriptedUpstream.question("inline-thinking"));
        heard.awaitEnd(world.bound());
        assertThat(heard.errors()).isEmpty();
        Endings.nothingUncorrected(heard);
        assertThat(heard.answers().get(0)).endsWith(Texts.CIVIL);
        assertThat(seen.answers()).as("answers that the Aligner was given").noneMatch(text -> text.contains("think>"));
    }

    private static void callsTool(World world, Route route) throws InterruptedException {
        Heard heard = route.ask(world.patient(), World.CIVIL, ScriptedUpstream.question("tools"));
        heard.awaitEnd(world.bound());
        assertThat(heard.errors()).isEmpty();
        Endings.nothingUncorrected(heard);
        String heardInStream = route.streams() ? Texts.CIVIL + Texts.CIVIL : "";
        assertThat(heard.text()).isEqualTo(heardInStream);
        assertThat(heard.answers().get(0)).endsWith(Texts.CIVIL);
        // Spring AI's memory takes a stream's turns for one message.
        assertThat(heard.memory().get(heard.memory().size() - 1)).endsWith(Texts.CIVIL);
    }

    private static void huge(World world, Route route) throws InterruptedException {
        world.scripted().say("huge", List.of((Texts.RUDE + " ").repeat(HUGE_WORDS)));
        Heard heard = route.ask(world.patient(), World.CIVIL, ScriptedUpstream.question("huge"));
        Endings.corrected(heard, world, (Texts.CIVIL + " ").repeat(HUGE_WORDS));
    }

    private static void unlikePieces(World world, Route route) throws InterruptedException {
        Endings.corrected(
                ask(world, route, (request, handler) -> {
                    handler.onPartialResponse("Something " + Texts.MARKER + " else.");
                    handler.onCompleteResponse(response(Texts.RUDE));
                }),
                world,
                Texts.CIVIL);
    }

    private static void noTextInTheEnd(World world, Route route) throws InterruptedException {
        for (String end : List.of("", "  ", "{\"a\": 1}")) {
            Heard heard = ask(world, route, (request, handler) -> {
                handler.onPartialResponse("Your " + Texts.MARKER + " ");
                handler.onPartialResponse("plan");
                handler.onCompleteResponse(response(end));
            });
            Endings.endedHarmlessly(heard, world);
        }
    }

    private static void endsTwice(World world, Route route) throws InterruptedException {
        Endings.corrected(
                ask(world, route, (request, handler) -> {
                    handler.onPartialResponse(Texts.RUDE);
                    handler.onCompleteResponse(response(Texts.RUDE));
                    handler.onCompleteResponse(response(Texts.RUDE));
                }),
                world,
                Texts.CIVIL);
    }

    private static void failsAfterItsEnd(World world, Route route) throws InterruptedException {
        Endings.corrected(
                ask(world, route, (request, handler) -> {
                    handler.onPartialResponse(Texts.RUDE);
                    handler.onCompleteResponse(response(Texts.RUDE));
                    handler.onError(new IOException("late"));
                    handler.onPartialResponse(Texts.MARKER);
                }),
                world,
                Texts.CIVIL);
    }

    private static void throwsAtOnce(World world, Route route) throws InterruptedException {
        Models models = world.patient()
                .withStreaming(streaming((request, handler) -> {
                    throw new IllegalStateException("not today");
                }))
                .withSpringAi(new SpringAiModel(prompt -> {
                    throw new IllegalStateException("not today");
                }));
        Heard heard;
        try {
            heard = route.ask(models, World.CIVIL, "How is my plan?");
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("not today");
            return;
        }
        heard.awaitEnd(world.bound());
        assertThat(heard.errors()).hasSize(1);
        assertThat(heard.answers()).isEmpty();
    }

    private static Heard ask(World world, Route route, Streaming script) {
        return route.ask(world.patient().withStreaming(streaming(script)), World.CIVIL, "How is my plan?");
    }

    private static StreamingChatModel streaming(Streaming script) {
        return new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                script.play(request, handler);
            }
        };
    }

    private static ChatResponse response(String text) {
        var message = dev.langchain4j.data.message.AiMessage.builder();
        return ChatResponse.builder()
                .aiMessage((text.isEmpty() ? message : message.text(text)).build())
                .build();
    }

    private interface Streaming {
        void play(ChatRequest request, StreamingChatResponseHandler handler);
    }

    private record SpringAiModel(
            java.util.function.Function<Prompt, org.springframework.ai.chat.model.ChatResponse> answer)
            implements org.springframework.ai.chat.model.ChatModel {

        @Override
        public org.springframework.ai.chat.model.ChatResponse call(Prompt prompt) {
            return answer.apply(prompt);
        }

        @Override
        public Flux<org.springframework.ai.chat.model.ChatResponse> stream(Prompt prompt) {
            return Flux.just(answer.apply(prompt));
        }
    }
}
