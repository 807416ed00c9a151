// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.Rollout;
import io.github.aligner4j.RolloutState;
import io.github.aligner4j.drill.FaultyAligner.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Layers that watch, work for a share of the users, or try again. */
final class ModeScenarios {

    private static final int RETRIES = 2;

    private ModeScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            Aligner faulty = new FaultyAligner(fault, Place.CORRECT);
            all.add(passes("a layer in shadow mode throws " + fault.words(), faulty, LayerMode.SHADOW, 1));
            all.add(Scenario.of(
                    "a layer tries another Aligner after " + fault.words(),
                    Route.ALL,
                    (world, route) ->
                            Endings.corrected(plain(world, route, retry(faulty, World.CIVIL)), world, Texts.CIVIL)));
            all.add(Scenario.of(
                    "a layer and the Aligner that it tries then throw " + fault.words(),
                    Route.ALL,
                    (world, route) ->
                            Endings.failed(plain(world, route, retry(faulty, faulty)), world, fault.cause(route))));
            all.add(Scenario.of(
                    "upstream is asked again after " + fault.words(),
                    Route.ALL,
                    (world, route) -> asksAgain(world, route, fault, "civil", Texts.CIVIL)));
            all.add(Scenario.of(
                    "upstream is asked again after " + fault.words() + ", in vain",
                    Route.ALL,
                    (world, route) -> asksAgainInVain(world, route, fault)));
        }
        all.add(passes("a layer in shadow mode returns null", (request, context) -> null, LayerMode.SHADOW, 1));
        all.add(passes("an answer is outside the canary's share", World.CIVIL, LayerMode.CANARY, 0));
        all.add(passes("a layer is off", World.CIVIL, LayerMode.OFF, 1));
        all.add(Scenario.of("a layer in shadow mode hangs", Route.ALL, ModeScenarios::hangsInShadow));
        return all;
    }

    /** The user gets what upstream said, as no layer may change it. */
    private static Scenario passes(String name, Aligner aligner, LayerMode mode, double share) {
        return Scenario.of(
                name,
                Route.ALL,
                (world, route) ->
                        Endings.answered(plain(world, route, inMode(aligner, mode, share)), world, Texts.RUDE));
    }

    private static void hangsInShadow(World world, Route route) throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        Aligner hanging = (request, context) -> {
            try {
                answered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Correction.of(request.answer(), Texts.civil(request.answer()));
        };
        try {
            Endings.answered(plain(world, route, inMode(hanging, LayerMode.SHADOW, 1)), world, Texts.RUDE);
        } finally {
            answered.countDown();
        }
    }

    /** The Aligner takes no rude answer, and upstream's other answer is civil. */
    private static void asksAgain(World world, Route route, Fault fault, String way, String answer)
            throws InterruptedException {
        world.scripted().say(way, Texts.CIVIL);
        Endings.corrected(plain(world, route, reprompt(fault, way)), world, answer);
    }

    private static void asksAgainInVain(World world, Route route, Fault fault) throws InterruptedException {
        Endings.failed(plain(world, route, reprompt(fault, "plain")), world, fault.cause(route));
    }

    private static Aligner reprompt(Fault fault, String way) {
        Aligner particular = (request, context) -> {
            if (request.answer().contains(Texts.MARKER)) {
                fault.raise(request);
            }
            return Correction.of(request.answer(), request.answer());
        };
        return Audited.of(Layer.of("drilled", particular)
                .withFailurePolicy(
                        FailurePolicy.reprompt(ScriptedUpstream.question(way), 1, FailurePolicy.failClosed())));
    }

    private static Aligner retry(Aligner first, Aligner second) {
        return Audited.of(Layer.of("drilled", first)
                .withFailurePolicy(FailurePolicy.retry(second, RETRIES, FailurePolicy.failClosed())));
    }

    private static Aligner inMode(Aligner aligner, LayerMode mode, double share) {
        return Audited.of(Layer.of("drilled", aligner).withRollout(Rollout.of(new RolloutState(mode, share))));
    }

    private static Heard plain(World world, Route route, Aligner aligner) {
        return route.ask(world.patient(), aligner, ScriptedUpstream.question("plain"));
    }
}
