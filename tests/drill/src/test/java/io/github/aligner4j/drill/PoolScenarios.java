// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.drill.Scenario.Load;
import io.github.aligner4j.langchain4j.AlignedStreamingChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/** Threads are short, or refused. */
final class PoolScenarios {

    private static final Set<Route> LANGCHAIN4J = Set.of(Route.LANGCHAIN4J_STREAM);

    /** More than Reactor's bounded pool has threads on small machines. */
    private static final int MANY = 60;

    private PoolScenarios() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("the executor refuses to run streams", LANGCHAIN4J, PoolScenarios::refused),
                Scenario.of("the executor throws an Error", LANGCHAIN4J, PoolScenarios::executorFails),
                Scenario.of("the executor has one thread", LANGCHAIN4J, PoolScenarios::oneThread),
                Scenario.of(
                                "many corrections that hang leave other threads to others",
                                Route.STREAMS,
                                PoolScenarios::manyHang)
                        .with(Load.ALONE));
    }

    private static void refused(World world, Route route) throws InterruptedException {
        Heard heard = by(world, route, task -> {
            throw new RejectedExecutionException("full");
        });
        Endings.failed(heard, world, AlignerException.class);
    }

    private static void executorFails(World world, Route route) throws InterruptedException {
        Heard heard = by(world, route, task -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        Endings.failed(heard, world, AlignerException.class);
    }

    private static void oneThread(World world, Route route) throws InterruptedException {
        ExecutorService one = Executors.newSingleThreadExecutor(Daemons.named("drill-single"));
        try {
            List<Heard> crowd = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                crowd.add(by(world, route, one));
            }
            for (Heard heard : crowd) {
                Endings.corrected(heard, world, Texts.CIVIL);
            }
        } finally {
            one.shutdownNow();
        }
    }

    private static Heard by(World world, Route route, Executor executor) {
        Aligner aligner = (request, context) -> World.CIVIL.correct(request);
        Models models = world.patient()
                .withStreaming(AlignedStreamingChatModel.builder(world.patient().streaming(), aligner)
                        .executor(executor)
                        .build());
        return route.ask(models, aligner, ScriptedUpstream.question("plain"));
    }

    private static void manyHang(World world, Route route) throws InterruptedException {
        Waiting waiting = new Waiting();
        List<Heard> crowd = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            crowd.add(route.ask(world.toLive(), waiting, world.live().question(answering -> {
                answering.begin();
                answering.send(Texts.event(Texts.thinking("hm"), ""));
                answering.say(Texts.RUDE);
                answering.end();
            })));
        }
        try {
            assertThat(waiting.first.await(world.bound().toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
            CountDownLatch ran = new CountDownLatch(1);
            Disposable task = Schedulers.boundedElastic().schedule(ran::countDown);
            assertThat(ran.await(world.bound().toMillis(), TimeUnit.MILLISECONDS))
                    .as("Reactor's threads run what others schedule")
                    .isTrue();
            task.dispose();
        } finally {
            for (Heard heard : crowd) {
                heard.cancel(world.bound());
            }
        }
        for (Heard heard : crowd) {
            Endings.cancelled(heard, world, route);
        }
        Scenarios.ordinary(world, route);
    }

    /** Hangs until it is cancelled. */
    private static final class Waiting implements Aligner {

        private final CountDownLatch first = new CountDownLatch(1);

        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext call) {
            CountDownLatch cancelled = new CountDownLatch(1);
            Cancellation.Registration waking = call.cancellation().onCancel(cancelled::countDown);
            try {
                first.countDown();
                cancelled.await();
                throw new CorrectionCancelledException("the drill's Aligner was cancelled");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CorrectionCancelledException("the drill's Aligner was interrupted");
            } finally {
                waking.close();
            }
        }
    }
}
