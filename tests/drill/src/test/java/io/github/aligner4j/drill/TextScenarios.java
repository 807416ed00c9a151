// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.LayerEvent;
import io.github.aligner4j.StackEvent;
import io.github.aligner4j.drill.Scenario.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers that are made to hang, crash or fool what reads them. */
final class TextScenarios {

    private static final int MEGABYTE = 1024 * 1024;

    private TextScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        all.add(hostile("a fence of JSON and 6,000 empty lines", "```json" + "\n".repeat(6_000)));
        all.add(hostile("an opened object of JSON and 6,000 empty lines", "{" + "\n".repeat(6_000)));
        all.add(hostile("100,000 opened brackets", "[".repeat(100_000)));
        all.add(hostile("50,000 opened objects of JSON", "{\"a\":".repeat(50_000)));
        all.add(hostile("100,000 backticks", "`".repeat(100_000)));
        all.add(hostile("10,000 opened thoughts", "<think>".repeat(10_000)));
        all.add(hostile("10,000 thoughts that are closed before they begin", "</think>".repeat(10_000)));
        all.add(hostile("100,000 opened tags", "<".repeat(100_000)));
        all.add(hostile("a letter with 50,000 accents", "a" + "\u0301".repeat(50_000)));
        all.add(hostile("20,000 faces joined to one", "\uD83D\uDE00\u200D".repeat(20_000)));
        all.add(hostile("20,000 flags", "\uD83C\uDDE9\uD83C\uDDEA".repeat(20_000)));
        all.add(hostile("10,000 changes of writing direction", "\u202E\u202C".repeat(10_000)));
        all.add(hostile("a word of 1 MB", "x".repeat(MEGABYTE)));
        all.add(hostile("1 MB of white space", " \t\n".repeat(MEGABYTE / 3)));
        all.add(hostile("1 MB of full stops", ". ".repeat(MEGABYTE / 2)));
        all.add(hostile("zeros, broken characters and control characters", "\u0000\uFFFD\u0007\u001B[31m\uFEFF"));
        all.add(hostile("half a character", "\uD83D"));
        all.add(Scenario.of(
                        "1 MB is rewritten word by word, and its edits are read", Route.ALL, TextScenarios::rewritten)
                .with(Load.HEAVY));
        all.add(Scenario.of("upstream answers JSON that nobody asked for", Route.ALL, TextScenarios::unaskedJson));
        return all;
    }

    /** The text comes before what is to be corrected, and once behind it. */
    private static Scenario hostile(String name, String text) {
        String before = text + "\n" + Texts.RUDE;
        String after = Texts.RUDE + "\n" + text;
        return Scenario.of("upstream answers " + name, Route.ALL, (world, route) -> {
            corrected(world, route, before, name);
            corrected(world, route, after, name + ", behind");
        });
    }

    private static void corrected(World world, Route route, String answer, String name) throws InterruptedException {
        Heard heard = ask(world, route, World.CIVIL, answer, name);
        heard.awaitEnd(world.bound());
        assertThat(heard.errors()).isEmpty();
        Endings.nothingUncorrected(heard);
        assertThat(heard.answers().get(0).contains(Texts.CIVIL))
                .as("the answer, corrected")
                .isTrue();
    }

    private static void rewritten(World world, Route route) throws InterruptedException {
        String answer = Texts.RUDE.repeat(MEGABYTE / Texts.RUDE.length());
        Aligner shouting = (request, context) ->
                Correction.of(request.answer(), Texts.civil(request.answer()).toUpperCase(Locale.ROOT));
        EditReader reader = new EditReader();
        Aligner stack = AlignerStack.builder("drill")
                .layer("shouting", shouting)
                .listener(reader)
                .build();
        Heard heard = ask(world, route, stack, answer, "a megabyte");
        Endings.corrected(heard, world, Texts.civil(answer).toUpperCase(Locale.ROOT));
        assertThat(reader.edits).as("edits that were read").isPositive();
    }

    private static void unaskedJson(World world, Route route) throws InterruptedException {
        String json = "{\"name\": \"plan\", \"days\": 3}";
        Heard heard = ask(world, route, World.CIVIL, json, "some JSON");
        Endings.answered(heard, world, json);
    }

    private static Heard ask(World world, Route route, Aligner aligner, String answer, String name) {
        world.scripted().say(name, List.of(answer));
        return route.ask(world.patient(), aligner, ScriptedUpstream.question(name));
    }

    /** Reads the edits of each correction, as an audit does. */
    private static final class EditReader implements CorrectionListener {

        private volatile int edits;

        @Override
        public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {}

        @Override
        public void onStack(String stack, CorrectionRequest request, StackEvent event) {
            Correction correction = event.correction();
            edits = correction == null ? 0 : correction.edits().size();
        }
    }
}
