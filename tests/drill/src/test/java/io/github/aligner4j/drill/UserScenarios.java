// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.cache.CachingAligner;
import io.github.aligner4j.langchain4j.AlignedStreamingChatModel;
import io.github.aligner4j.springai.AlignerAdvisors;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.ai.chat.client.ChatClient;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/** Those who ask do what they should not, or what few do. */
final class UserScenarios {

    private static final Set<Route> LANGCHAIN4J = Set.of(Route.LANGCHAIN4J_STREAM);
    private static final Set<Route> SPRING_AI = Set.of(Route.SPRING_AI_STREAM);
    private static final int DEEP = 60;

    private UserScenarios() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("a handler throws an exception at each piece", LANGCHAIN4J, UserScenarios::handlerThrows),
                Scenario.of(
                        "a handler throws in its end and in its errors",
                        LANGCHAIN4J,
                        UserScenarios::handlerThrowsInItsEnd),
                Scenario.of(
                        "a handler asks again from its end, many times", LANGCHAIN4J, UserScenarios::asksFromItsEnd),
                Scenario.of("a subscriber throws at a piece", SPRING_AI, UserScenarios::subscriberThrows),
                Scenario.of("a subscriber takes one piece", SPRING_AI, UserScenarios::takesOne),
                Scenario.of("a subscriber asks for one piece at a time", SPRING_AI, UserScenarios::oneAtATime),
                Scenario.of("a stream is subscribed to twice", SPRING_AI, UserScenarios::twice),
                Scenario.of("sixty stacks inside each other", Route.ALL, UserScenarios::deepStack),
                Scenario.of("a cache before an Aligner that fails once", Route.ALL, UserScenarios::failsOnce),
                Scenario.of(
                        "an Aligner asks the model that it corrects",
                        Set.of(Route.LANGCHAIN4J_CALL),
                        UserScenarios::asksUpstream));
    }

    private static void handlerThrows(World world, Route route) throws InterruptedException {
        AtomicInteger errors = new AtomicInteger();
        Heard heard = new Heard(Heard.NO_MEMORY);
        streaming(world).chat(ScriptedUpstream.question("plain"), new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String piece) {
                heard.piece(piece);
                throw new IllegalStateException("drill");
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                heard.answered(response.aiMessage().text());
            }

            @Override
            public void onError(Throwable error) {
                errors.incrementAndGet();
            }
        });
        Endings.corrected(heard, world, Texts.CIVIL);
        assertThat(errors.get()).as("errors, one for each throw").isPositive();
    }

    private static void handlerThrowsInItsEnd(World world, Route route) throws InterruptedException {
        Heard heard = new Heard(Heard.NO_MEMORY);
        streaming(world).chat(ScriptedUpstream.question("plain"), new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String piece) {
                heard.piece(piece);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                throw new IllegalStateException("drill");
            }

            @Override
            public void onError(Throwable error) {
                heard.failed(error);
                throw new IllegalStateException("drill, again");
            }
        });
        heard.awaitEnd(world.bound());
        assertThat(heard.text()).isEqualTo(Texts.CIVIL);
        assertThat(heard.errors()).hasSize(1);
    }

    private static void asksFromItsEnd(World world, Route route) throws InterruptedException {
        Heard heard = new Heard(Heard.NO_MEMORY);
        streaming(world).chat(ScriptedUpstream.question("plain"), new Repeating(world, heard, new AtomicInteger(DEEP)));
        Endings.corrected(heard, world, Texts.CIVIL);
    }

    private static void subscriberThrows(World world, Route route) throws InterruptedException {
        Heard heard = new Heard(Heard.NO_MEMORY);
        stream(world)
                .doOnNext(piece -> {
                    throw new IllegalStateException("drill");
                })
                .subscribe(heard::piece, heard::failed, () -> heard.answered(heard.text()));
        heard.awaitEnd(world.bound());
        assertThat(heard.errors()).hasSize(1);
        assertThat(heard.answers()).isEmpty();
    }

    private static void takesOne(World world, Route route) {
        String piece = stream(world).blockFirst(world.bound());
        assertThat(piece).isNotEmpty();
        assertThat(Texts.CIVIL).startsWith(piece);
    }

    private static void oneAtATime(World world, Route route) {
        String answer = String.join("", stream(world).limitRate(1).collectList().block(world.bound()));
        assertThat(answer).isEqualTo(Texts.CIVIL);
    }

    private static void twice(World world, Route route) {
        Flux<String> stream = stream(world);
        for (int i = 0; i < 2; i++) {
            assertThat(String.join("", stream.collectList().block(world.bound())))
                    .isEqualTo(Texts.CIVIL);
        }
    }

    private static void deepStack(World world, Route route) throws InterruptedException {
        Aligner aligner = World.CIVIL;
        for (int i = 0; i < DEEP; i++) {
            aligner = AlignerStack.of("layer-" + i, aligner);
        }
        Endings.corrected(route.ask(world.patient(), aligner, ScriptedUpstream.question("plain")), world, Texts.CIVIL);
    }

    private static void failsOnce(World world, Route route) throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        Aligner aligner = CachingAligner.of(
                (request, context) -> {
                    if (calls.getAndIncrement() == 0) {
                        Fault.ASSERTION_ERROR.raise(request);
                    }
                    return World.CIVIL.correct(request);
                },
                10,
                Duration.ofMinutes(1));
        String question = ScriptedUpstream.question("plain");
        Endings.failed(route.ask(world.patient(), aligner, question), world, AssertionError.class);
        Endings.corrected(route.ask(world.patient(), aligner, question), world, Texts.CIVIL);
        Endings.corrected(route.ask(world.patient(), aligner, question), world, Texts.CIVIL);
        assertThat(calls.get()).isEqualTo(2);
    }

    private static void asksUpstream(World world, Route route) throws InterruptedException {
        Aligner curious = new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                String again = world.patient().blocking().chat(ScriptedUpstream.question("plain"));
                return Correction.of(request.answer(), Texts.civil(again));
            }
        };
        Endings.corrected(route.ask(world.patient(), curious, ScriptedUpstream.question("plain")), world, Texts.CIVIL);
    }

    private static AlignedStreamingChatModel streaming(World world) {
        return AlignedStreamingChatModel.wrap(world.patient().streaming(), World.CIVIL);
    }

    private static Flux<String> stream(World world) {
        return ChatClient.builder(world.patient().springAi())
                .defaultAdvisors(AlignerAdvisors.of(World.CIVIL))
                .build()
                .prompt(ScriptedUpstream.question("plain"))
                .stream()
                .content();
    }

    /** Asks the next time as soon as it has been answered; tells of the last. */
    private record Repeating(World world, Heard heard, AtomicInteger left) implements StreamingChatResponseHandler {

        @Override
        public void onPartialResponse(String piece) {
            if (left.get() == 0) {
                heard.piece(piece);
            }
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            if (left.getAndDecrement() == 0) {
                heard.answered(response.aiMessage().text());
            } else {
                streaming(world).chat(ScriptedUpstream.question("plain"), this);
            }
        }

        @Override
        public void onError(Throwable error) {
            heard.failed(error);
        }
    }
}
