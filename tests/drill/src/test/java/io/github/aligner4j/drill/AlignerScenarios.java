// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.drill.FaultyAligner.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** The Aligner fails, under each policy. */
final class AlignerScenarios {

    private static final String REFUSAL = "I'd rather not say.";

    private AlignerScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            all.add(Scenario.of(
                    "the Aligner throws " + fault.words(),
                    Route.ALL,
                    (world, route) -> Endings.failed(
                            plain(world, route, new FaultyAligner(fault, Place.CORRECT)), world, fault.cause(route))));
            all.add(Scenario.of(
                    "the Aligner throws " + fault.words() + " as it begins",
                    Route.STREAMS,
                    (world, route) -> Endings.correctedOrFailed(
                            plain(world, route, new FaultyAligner(fault, Place.BEGIN)), world, Texts.CIVIL)));
            all.add(Scenario.of(
                    "the Aligner's session throws " + fault.words() + " at a piece",
                    Route.STREAMS,
                    (world, route) -> Endings.correctedOrFailed(
                            plain(world, route, new FaultyAligner(fault, Place.APPEND)), world, Texts.CIVIL)));
            all.add(Scenario.of(
                    "the Aligner's session throws " + fault.words() + " in the end",
                    Route.STREAMS,
                    (world, route) -> Endings.failed(
                            plain(world, route, new FaultyAligner(fault, Place.COMPLETE)), world, fault.cause(route))));
        }
        all.addAll(broken());
        failing().forEach((name, aligner) -> all.addAll(underEachPolicy(name, aligner)));
        return all;
    }

    private static List<Scenario> broken() {
        return List.of(
                Scenario.of(
                        "the Aligner returns null",
                        Route.ALL,
                        (world, route) -> Endings.failed(
                                plain(world, route, (request, context) -> null), world, AlignerException.class)),
                Scenario.of(
                        "the Aligner returns a correction without an answer",
                        Route.ALL,
                        (world, route) -> Endings.failed(
                                plain(world, route, AlignerScenarios::withoutAnswer), world, AlignerException.class)),
                Scenario.of(
                        "the Aligner streams a text unlike its answer",
                        Route.STREAMS,
                        (world, route) -> Endings.failed(
                                plain(world, route, new Streaming("Another plan.")), world, AlignerException.class)),
                Scenario.of(
                        "the Aligner streams more than its answer",
                        Route.STREAMS,
                        (world, route) -> Endings.failed(
                                plain(world, route, new Streaming(Texts.CIVIL + " Or not.")),
                                world,
                                AlignerException.class)),
                Scenario.of(
                        "the Aligner goes on streaming after its answer", Route.STREAMS, AlignerScenarios::streamsOn),
                Scenario.of(
                        "the Aligner answers what it was not asked",
                        Route.ALL,
                        (world, route) -> Endings.corrected(
                                plain(
                                        world,
                                        route,
                                        (request, context) ->
                                                Correction.of("Another answer.", Texts.civil(request.answer()))),
                                world,
                                Texts.CIVIL)));
    }

    /** Aligners that give no correction, each for its own reason. */
    private static Map<String, Aligner> failing() {
        Map<String, Aligner> failing = new TreeMap<>();
        for (Fault fault : Fault.values()) {
            failing.put("throws " + fault.words(), new FaultyAligner(fault, Place.CORRECT));
        }
        failing.put("returns null", (request, context) -> null);
        failing.put("returns a correction without an answer", AlignerScenarios::withoutAnswer);
        return failing;
    }

    private static List<Scenario> underEachPolicy(String name, Aligner aligner) {
        return List.of(
                Scenario.of(
                        "a layer that fails closed " + name,
                        Route.ALL,
                        (world, route) -> Endings.failed(
                                plain(world, route, stack(aligner, FailurePolicy.failClosed())),
                                world,
                                AlignerException.class)),
                Scenario.of(
                        "a layer that fails open " + name,
                        Route.ALL,
                        (world, route) -> Endings.answered(
                                plain(world, route, stack(aligner, FailurePolicy.failOpen())), world, Texts.RUDE)),
                Scenario.of(
                        "a layer that refuses " + name,
                        Route.ALL,
                        (world, route) -> Endings.corrected(
                                plain(world, route, stack(aligner, FailurePolicy.refuse(REFUSAL))), world, REFUSAL)));
    }

    private static void streamsOn(World world, Route route) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch said = new CountDownLatch(1);
        Aligner talkative = new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext call) {
                Thread late = new Thread(() -> {
                    try {
                        ended.await();
                        call.emit(Texts.RUDE);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        said.countDown();
                    }
                });
                late.setDaemon(true);
                late.start();
                return World.CIVIL.correct(request);
            }
        };
        Heard heard = plain(world, route, talkative).awaitEnd(world.bound());
        ended.countDown();
        said.await();
        Endings.corrected(heard, world, Texts.CIVIL);
    }

    private static Correction withoutAnswer(CorrectionRequest request, CorrectionContext context) {
        return Correction.of(request.answer(), null);
    }

    private static Aligner stack(Aligner aligner, FailurePolicy policy) {
        return AlignerStack.builder("drill")
                .layer(Layer.of("faulty", aligner).withFailurePolicy(policy))
                .build();
    }

    private static Heard plain(World world, Route route, Aligner aligner) {
        return route.ask(world.patient(), aligner, ScriptedUpstream.question("plain"));
    }

    /** Streams a text, whatever its answer is. */
    private record Streaming(String text) implements Aligner {

        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext call) {
            call.emit(text);
            return World.CIVIL.correct(request);
        }
    }
}
