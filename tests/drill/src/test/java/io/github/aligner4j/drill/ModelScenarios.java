// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.completion.ModelOverloadedException;
import io.github.aligner4j.drill.Scenario.Load;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/** The model that runs in this JVM is busy, late, or both. */
final class ModelScenarios {

    /** Answers that one narrow model can't take at once. */
    private static final int CROWD = 6;

    private static final String LONG =
            (Texts.RUDE.replace(".", ",") + " ").repeat(8).strip();
    private static final String ONE_WINDOW =
            (Texts.RUDE.replace(".", ",") + " ").repeat(4).strip();
    private static final String SEVERAL_WINDOWS = (Texts.RUDE + " ").repeat(40).strip();

    private ModelScenarios() {}

    static List<Scenario> all() {
        return List.of(
                narrow("the model's queue is full", ModelScenarios::crowd),
                narrow("the deadline passes in the model's queue", ModelScenarios::lateInQueue),
                narrow(
                        "the deadline passes while the model works",
                        (world, route) -> late(world, route, Duration.ofMillis(40), LONG)),
                narrow(
                        "the deadline passes between windows",
                        (world, route) -> lateBetweenWindows(world, route, Duration.ofMillis(300))),
                narrow(
                        "the deadline has passed before",
                        (world, route) -> late(world, route, Duration.ofMillis(-1), LONG)),
                narrow("the same answer, asked for by many at once", ModelScenarios::together));
    }

    private static Scenario narrow(String name, Scenario.Body body) {
        return Scenario.of(name, Route.ALL, body).with(Load.NARROW);
    }

    private static void crowd(World world, Route route) throws InterruptedException {
        world.scripted().say("crowd", LONG);
        String corrected =
                world.narrow().correct(CorrectionRequest.of("", LONG)).answer();
        List<Heard> crowd = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            crowd.add(route.ask(world.patient(), world.narrow(), ScriptedUpstream.question("crowd")));
        }
        int refused = 0;
        for (Heard heard : crowd) {
            heard.awaitEnd(world.bound());
            if (heard.errors().isEmpty()) {
                Endings.answered(heard, world, corrected);
            } else {
                Endings.failed(heard, world, ModelOverloadedException.class);
                refused++;
            }
        }
        assertThat(refused).as("refused, of " + CROWD).isBetween(1, CROWD - 1);
        untilIdle(world);
    }

    private static void lateInQueue(World world, Route route) throws InterruptedException {
        Cancellation blocker = Cancellation.create();
        Heard blocked = Route.call(
                () -> world.narrow()
                        .correct(
                                CorrectionRequest.of("", ONE_WINDOW),
                                CorrectionContext.DEFAULT.withCancellation(blocker))
                        .answer(),
                Heard.NO_MEMORY);
        Awaitility.await()
                .atMost(world.bound())
                .pollInterval(1, TimeUnit.MILLISECONDS)
                .until(() -> world.narrow().status().requests().running() == 1 || blocked.hasEnded());
        late(world, route, Duration.ofMillis(20), ONE_WINDOW);
        blocker.cancel();
        blocked.awaitEnd(world.bound());
        untilIdle(world);
    }

    private static void late(World world, Route route, Duration time, String answer) throws InterruptedException {
        late(world, route, time, answer, DeadlineExceededException.class);
    }

    /** Windows that are corrected while upstream streams may fill a queue of one before the deadline passes. */
    private static void lateBetweenWindows(World world, Route route, Duration time) throws InterruptedException {
        late(world, route, time, SEVERAL_WINDOWS, DeadlineExceededException.class, ModelOverloadedException.class);
    }

    private static void late(World world, Route route, Duration time, String answer, Class<?>... anyCause)
            throws InterruptedException {
        String way = "late-" + answer.length();
        world.scripted().say(way, answer);
        Aligner hasty = new Hasty(world.narrow(), time);
        Endings.failed(route.ask(world.patient(), hasty, ScriptedUpstream.question(way)), world, anyCause);
        untilIdle(world);
    }

    private static void together(World world, Route route) throws InterruptedException {
        List<Heard> crowd = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            crowd.add(route.ask(world.patient(), world.embedded(), ScriptedUpstream.question("plain")));
        }
        for (Heard heard : crowd) {
            Endings.corrected(heard, world, world.corrected());
        }
    }

    private static void untilIdle(World world) {
        Awaitility.await("the device is idle")
                .atMost(world.bound())
                .pollInterval(1, TimeUnit.MILLISECONDS)
                .until(() -> world.narrow().status().requests().queued() == 0
                        && world.narrow().status().requests().running() == 0);
    }

    /** Gives another Aligner little time. */
    private static final class Hasty extends DelegatingAligner {

        private final Duration time;

        Hasty(Aligner aligner, Duration time) {
            super(aligner);
            this.time = time;
        }

        @Override
        protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
            return delegate.correct(request, context.withDeadline(Instant.now().plus(time)));
        }
    }
}
