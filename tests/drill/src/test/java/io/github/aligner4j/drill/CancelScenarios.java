// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.drill.Scenario.Load;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/** The caller leaves, in each phase of an answer: a stream is cancelled, a blocking call's thread interrupted. */
final class CancelScenarios {

    /** LangChain4j's handlers can't cancel before they have heard something; Spring AI's OpenAI client hears no interrupt. */
    private static final Set<Route> AT_ONCE = EnumSet.of(Route.LANGCHAIN4J_CALL, Route.SPRING_AI_STREAM);

    /** A window of one request that the narrow model is busy with for a while. */
    private static final String LONG =
            (Texts.RUDE.replace(".", ",") + " ").repeat(8).strip();

    private CancelScenarios() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("cancelled before upstream says anything", AT_ONCE, CancelScenarios::beforeUpstream),
                Scenario.of("cancelled while upstream thinks", Route.STREAMS, CancelScenarios::whileUpstreamThinks),
                Scenario.of("cancelled while the Aligner hangs", Route.ALL, CancelScenarios::whileAlignerHangs),
                Scenario.of(
                        "cancelled while the Aligner hangs and hears nothing",
                        Route.STREAMS,
                        CancelScenarios::whileDeafAlignerHangs),
                narrow("cancelled while waiting in the model's queue", Route.ALL, CancelScenarios::whileQueued),
                narrow("cancelled while the model reads the prompt", Route.ALL, CancelScenarios::whilePrefilling),
                narrow("cancelled while the model writes", Route.STREAMS, CancelScenarios::whileDecoding),
                Scenario.of("cancelled at the first corrected piece", Route.STREAMS, CancelScenarios::atFirstPiece),
                Scenario.of("cancelled at the last corrected piece", Route.STREAMS, CancelScenarios::atLastPiece),
                Scenario.of("cancelled after the end", Route.ALL, CancelScenarios::afterTheEnd),
                Scenario.of("cancelled by many threads at once", Route.STREAMS, CancelScenarios::byMany));
    }

    private static Scenario narrow(String name, Set<Route> routes, Scenario.Body body) {
        return Scenario.of(name, routes, body).with(Load.NARROW);
    }

    private static void beforeUpstream(World world, Route route) throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Heard heard = route.ask(world.toLive(), World.CIVIL, world.live().question(answering -> {
            asked.countDown();
            over.await(world.bound().toMillis(), TimeUnit.MILLISECONDS);
        }));
        await(asked, world);
        heard.cancel(world.bound());
        Endings.cancelled(heard, world, route);
        over.countDown();
        Endings.cancelled(heard, world, route);
    }

    private static void whileUpstreamThinks(World world, Route route) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch thought = new CountDownLatch(1);
        Heard heard = route.ask(world.toLive(), World.CIVIL, world.live().question(answering -> {
            answering.begin();
            answering.send(Texts.event(Texts.thinking("hm"), ""));
            thought.countDown();
            answering.pause(over);
            answering.say(Texts.RUDE);
            answering.end();
        }));
        await(thought, world);
        heard.cancel(world.bound());
        over.countDown();
        Endings.cancelled(heard, world, route);
    }

    private static void whileAlignerHangs(World world, Route route) throws InterruptedException {
        Hanging hanging = new Hanging(true);
        Heard heard = thinkingThen(world, route, hanging, Texts.RUDE);
        await(hanging.hangs, world);
        heard.cancel(world.bound());
        await(hanging.woken, world);
        Endings.cancelledByAligner(heard, world, route);
    }

    /** One that looks neither at the cancellation nor at its deadline can still be left. */
    private static void whileDeafAlignerHangs(World world, Route route) throws InterruptedException {
        Hanging hanging = new Hanging(false);
        Heard heard = thinkingThen(world, route, hanging, Texts.RUDE);
        await(hanging.hangs, world);
        heard.cancel(world.bound());
        hanging.over.countDown();
        await(hanging.woken, world);
        Endings.cancelled(heard, world, route);
    }

    private static void whileQueued(World world, Route route) throws InterruptedException {
        Cancellation blocker = Cancellation.create();
        Heard blocked = Route.call(() -> correctLong(world, blocker), Heard.NO_MEMORY);
        until(world, () -> world.narrow().status().requests().running() == 1);
        Heard heard = thinkingThen(world, route, world.narrow(), LONG);
        until(world, () -> world.narrow().status().requests().queued() == 1 || blocked.hasEnded());
        heard.cancel(world.bound());
        Endings.cancelledByAligner(heard, world, route);
        blocker.cancel();
        blocked.awaitEnd(world.bound());
        until(world, () -> isIdle(world));
    }

    private static void whilePrefilling(World world, Route route) throws InterruptedException {
        Heard heard = thinkingThen(world, route, world.narrow(), LONG);
        until(world, () -> world.narrow().status().requests().running() == 1);
        heard.cancel(world.bound());
        Endings.cancelledByAligner(heard, world, route);
        until(world, () -> isIdle(world));
    }

    private static void whileDecoding(World world, Route route) throws InterruptedException {
        Heard heard = thinkingThen(world, route, world.narrow(), "All is well, I think. " + LONG);
        heard.awaitFirstPiece(world.bound());
        heard.cancel(world.bound());
        until(world, () -> isIdle(world));
        assertThat(heard.text()).doesNotContain(Texts.MARKER);
    }

    private static void atFirstPiece(World world, Route route) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        InPieces aligner = new InPieces(cancelled, new CountDownLatch(1));
        Heard heard = thinkingThen(world, route, aligner, Texts.RUDE, ready);
        heard.watchedBy(text -> cancelQuietly(heard, world, cancelled));
        ready.countDown();
        await(cancelled, world);
        await(aligner.finished, world);
        Endings.cancelled(heard, world, route);
        assertThat(heard.text().length())
                .as("text heard after the cancellation")
                .isLessThan(Texts.CIVIL.length());
    }

    private static void atLastPiece(World world, Route route) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Heard heard = thinkingThen(world, route, World.CIVIL, Texts.RUDE, ready);
        heard.watchedBy(text -> {
            if (text.equals(Texts.CIVIL)) {
                cancelQuietly(heard, world, cancelled);
            }
        });
        ready.countDown();
        await(cancelled, world);
        Endings.cancelled(heard, world, route);
    }

    private static void afterTheEnd(World world, Route route) throws InterruptedException {
        Heard heard = thinkingThen(world, route, World.CIVIL, Texts.RUDE);
        heard.awaitEnd(world.bound());
        heard.cancel(world.bound());
        Endings.corrected(heard, world, Texts.CIVIL);
    }

    private static void byMany(World world, Route route) throws InterruptedException {
        Hanging hanging = new Hanging(true);
        Heard heard = thinkingThen(world, route, hanging, Texts.RUDE);
        await(hanging.hangs, world);
        CountDownLatch done = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            Daemons.named("drill-canceller")
                    .newThread(() -> cancelQuietly(heard, world, done))
                    .start();
        }
        await(done, world);
        await(hanging.woken, world);
        Endings.cancelled(heard, world, route);
    }

    /** Asks an upstream that streams a thought first, so that LangChain4j's handler can cancel. */
    private static Heard thinkingThen(World world, Route route, Aligner aligner, String answer) {
        return thinkingThen(world, route, aligner, answer, new CountDownLatch(0));
    }

    private static Heard thinkingThen(World world, Route route, Aligner aligner, String answer, CountDownLatch ready) {
        return route.ask(world.toLive(), aligner, world.live().question(answering -> {
            if (route.streams()) {
                answering.begin();
                answering.send(Texts.event(Texts.thinking("hm"), ""));
                ready.await();
                answering.say(answer);
                answering.end();
            } else {
                answering.whole(Texts.whole(Texts.content(answer), "stop"));
            }
        }));
    }

    private static String correctLong(World world, Cancellation cancellation) {
        return world.narrow()
                .correct(CorrectionRequest.of("", LONG), CorrectionContext.DEFAULT.withCancellation(cancellation))
                .answer();
    }

    private static void cancelQuietly(Heard heard, World world, CountDownLatch done) {
        try {
            heard.cancel(world.bound());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            done.countDown();
        }
    }

    private static boolean isIdle(World world) {
        return world.narrow().status().requests().running() == 0
                && world.narrow().status().requests().queued() == 0;
    }

    private static void until(World world, BooleanSupplier condition) {
        Awaitility.await()
                .atMost(world.bound())
                .pollInterval(1, TimeUnit.MILLISECONDS)
                .pollDelay(0, TimeUnit.MILLISECONDS)
                .until(condition::getAsBoolean);
    }

    private static void await(CountDownLatch latch, World world) throws InterruptedException {
        assertThat(latch.await(world.bound().toMillis(), TimeUnit.MILLISECONDS))
                .as("came as far as expected; at work are " + Threads.atWork())
                .isTrue();
    }

    /** Hangs until it is cancelled or interrupted, or told that it is over. */
    private static final class Hanging implements Aligner {

        private final boolean hears;
        private final CountDownLatch hangs = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);
        private final CountDownLatch woken = new CountDownLatch(1);

        Hanging(boolean hears) {
            this.hears = hears;
        }

        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext call) {
            Cancellation.Registration waking = call.cancellation().onCancel(hears ? over::countDown : () -> {});
            try {
                hangs.countDown();
                over.await();
                return World.CIVIL.correct(request);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(Texts.FOREIGN + request.answer(), e);
            } finally {
                waking.close();
                woken.countDown();
            }
        }
    }

    /** Streams its first word, and goes on when the user has cancelled. */
    private record InPieces(CountDownLatch cancelled, CountDownLatch finished) implements Aligner {

        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext call) {
            String answer = Texts.civil(request.answer());
            try {
                call.emit(answer.substring(0, 5));
                cancelled.await();
                call.emit(answer.substring(5));
                return Correction.of(request.answer(), answer);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } finally {
                finished.countDown();
            }
        }
    }
}
