// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.drill.FaultyAligner.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Streams that are corrected sentence by sentence. */
final class SentenceScenarios {

    private static final String REFUSAL = "I'd rather not say.";
    private static final String FIRST = "Your plan is late. ";
    private static final String TWO_SENTENCES = "Your damn plan is late. The damn boss knows.";

    private SentenceScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            all.add(of(
                    "the Aligner throws " + fault.words(),
                    (world, route) -> Endings.failed(
                            ask(world, route, "plain", new FaultyAligner(fault, Place.CORRECT)),
                            world,
                            fault.cause(route))));
            all.add(of(
                    "the Aligner throws " + fault.words() + " at the second sentence",
                    (world, route) -> failsAtTheSecond(world, route, fault)));
            all.add(of(
                    "a layer that refuses throws " + fault.words() + " at the second sentence",
                    (world, route) -> refusesAtTheSecond(world, route, fault)));
        }
        all.add(of(
                "the Aligner returns null",
                (world, route) -> Endings.failed(
                        ask(world, route, "plain", (request, context) -> null), world, AlignerException.class)));
        all.addAll(upstream());
        return all;
    }

    private static List<Scenario> upstream() {
        List<Scenario> all = new ArrayList<>(List.of(
                of("nothing goes wrong", (world, route) -> corrected(world, route, "plain", Texts.CIVIL)),
                of("upstream is slow", (world, route) -> corrected(world, route, "slow", Texts.CIVIL)),
                of("upstream calls a tool after some text", (world, route) -> {
                    Heard heard = ask(world, route, "tools", World.CIVIL).awaitEnd(world.bound());
                    assertThat(heard.errors()).isEmpty();
                    assertThat(heard.text()).endsWith(Texts.CIVIL);
                    Endings.nothingUncorrected(heard);
                })));
        Stream.of("hanging", "reset", "empty-reply", "garbage", "429", "500")
                .map(way -> of("upstream fails: " + way, (world, route) -> {
                    Heard heard =
                            route.ask(world.impatient(), new Windows(World.CIVIL), ScriptedUpstream.question(way));
                    Endings.failedUpstream(heard, world);
                }))
                .forEach(all::add);
        Stream.of("broken-chunk", "half-json", "wrong-json", "html", "empty-body", "null-text", "blank-text")
                .map(way -> of("upstream sends something odd: " + way, (world, route) -> {
                    Heard heard = ask(world, route, way, World.CIVIL);
                    Endings.endedHarmlessly(heard, world);
                }))
                .forEach(all::add);
        return all;
    }

    private static void failsAtTheSecond(World world, Route route, Fault fault) throws InterruptedException {
        world.scripted().say("two sentences", Texts.words(TWO_SENTENCES));
        Heard heard = ask(world, route, "two sentences", civilUntilTheBoss(fault));
        Endings.failed(heard, world, fault.cause(route));
        assertThat(FIRST).as("what was sent").startsWith(heard.text());
    }

    private static void refusesAtTheSecond(World world, Route route, Fault fault) throws InterruptedException {
        world.scripted().say("two sentences", Texts.words(TWO_SENTENCES));
        Aligner refusing = Audited.of(Layer.of("drilled", new Windows(civilUntilTheBoss(fault)))
                .withFailurePolicy(FailurePolicy.refuse(REFUSAL)));
        Heard heard = route.ask(world.patient(), refusing, ScriptedUpstream.question("two sentences"))
                .awaitEnd(world.bound());
        assertThat(heard.errors()).isEmpty();
        assertThat(heard.text()).isIn(REFUSAL, FIRST + REFUSAL);
        Endings.corrected(heard, world, heard.text());
    }

    private static Aligner civilUntilTheBoss(Fault fault) {
        return (request, context) -> {
            if (request.answer().contains("boss")) {
                fault.raise(request);
            }
            return Correction.of(request.answer(), Texts.civil(request.answer()));
        };
    }

    private static void corrected(World world, Route route, String way, String answer) throws InterruptedException {
        Endings.corrected(ask(world, route, way, World.CIVIL), world, answer);
    }

    private static Scenario of(String name, Scenario.Body body) {
        return Scenario.of("sentence by sentence: " + name, Route.SENTENCES, body);
    }

    private static Heard ask(World world, Route route, String way, Aligner aligner) {
        return route.ask(world.patient(), new Windows(aligner), ScriptedUpstream.question(way));
    }

    /** An Aligner that needs no more than a sentence. */
    private static final class Windows extends DelegatingAligner {

        Windows(Aligner aligner) {
            super(aligner);
        }

        @Override
        public boolean supportsWindows() {
            return true;
        }
    }
}
