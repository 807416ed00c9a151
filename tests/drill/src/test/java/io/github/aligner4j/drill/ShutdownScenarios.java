// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import dev.langchain4j.model.chat.ChatModel;
import io.github.aligner4j.drill.Scenario.Load;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.SchedulingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** What a call needs is closed while it runs. */
final class ShutdownScenarios {

    private static final String LONG = (Texts.RUDE + " ").repeat(60).strip();
    private static final int CALLERS = 3;

    private ShutdownScenarios() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("the model is closed while it corrects", Route.ALL, ShutdownScenarios::closeModel)
                        .with(Load.HEAVY),
                Scenario.of("the model was closed before", Route.ALL, ShutdownScenarios::closedBefore)
                        .with(Load.HEAVY),
                Scenario.of(
                                "the application is closed while upstream answers",
                                Route.CALLS,
                                ShutdownScenarios::closeApplication)
                        .with(Load.HEAVY));
    }

    private static void closeModel(World world, Route route) throws InterruptedException {
        world.scripted().say("long", LONG);
        List<Heard> callers = new ArrayList<>();
        CheckpointAligner aligner = CheckpointAligner.builder(ModelSource.embedded())
                .options(RuntimeOptions.DEFAULT.withScheduling(
                        SchedulingOptions.DEFAULT.withMaxRunningRequests(1).withMaxBatchTokens(4)))
                .open();
        try (aligner) {
            for (int i = 0; i < CALLERS; i++) {
                callers.add(route.ask(world.patient(), aligner, ScriptedUpstream.question("long")));
            }
            Awaitility.await()
                    .atMost(world.bound())
                    .pollInterval(1, TimeUnit.MILLISECONDS)
                    .until(() -> aligner.status().requests().running() == 1);
        }
        for (Heard heard : callers) {
            Endings.correctedOrFailed(heard, world, world.corrected(LONG));
        }
        assertThat(aligner.status().requests().running()
                        + aligner.status().requests().queued())
                .isZero();
    }

    private static void closedBefore(World world, Route route) throws InterruptedException {
        CheckpointAligner aligner = CheckpointAligner.embedded();
        aligner.close();
        Heard heard = route.ask(world.patient(), aligner, ScriptedUpstream.question("plain"));
        Endings.failed(heard, world, Throwable.class);
    }

    private static void closeApplication(World world, Route route) throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "aligner.enabled=true",
                        "spring.main.banner-mode=off",
                        "spring.main.register-shutdown-hook=false")
                .initializers(context -> context.getBeanFactory().registerSingleton("world", world))
                .run();
        Heard heard;
        try (application) {
            String question = world.live().question(answering -> {
                asked.countDown();
                closed.await();
                answering.whole(Texts.whole(Texts.content(Texts.RUDE), "stop"));
            });
            heard = ask(application, route, question);
            assertThat(asked.await(world.bound().toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
        } finally {
            closed.countDown();
        }
        Endings.correctedOrFailed(heard, world, world.corrected());
    }

    private static Heard ask(ConfigurableApplicationContext application, Route route, String question) {
        if (route == Route.LANGCHAIN4J_CALL) {
            ChatModel model = application.getBean(ChatModel.class);
            return Route.call(() -> model.chat(question), Heard.NO_MEMORY);
        }
        ChatClient client = application.getBean(ChatClient.Builder.class).build();
        return Route.call(() -> client.prompt(question).call().content(), Heard.NO_MEMORY);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @org.springframework.context.annotation.Bean
        ChatModel chatModel(World world) {
            return world.toLive().blocking();
        }

        @org.springframework.context.annotation.Bean
        org.springframework.ai.chat.model.ChatModel springAiModel(World world) {
            return world.toLive().springAi();
        }
    }
}
