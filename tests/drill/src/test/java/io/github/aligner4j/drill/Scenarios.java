// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import java.util.List;
import java.util.stream.Stream;

/** All that the drill makes go wrong. */
final class Scenarios {

    private Scenarios() {}

    static List<Scenario> all() {
        return Stream.of(
                        ordinary(),
                        UpstreamScenarios.all(),
                        AlignerScenarios.all(),
                        LayerScenarios.all(),
                        ModeScenarios.all(),
                        SentenceScenarios.all(),
                        TextScenarios.all(),
                        CancelScenarios.all(),
                        ModelScenarios.all(),
                        PoolScenarios.all(),
                        ShutdownScenarios.all(),
                        UserScenarios.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> ordinary() {
        return List.of(Scenario.of("nothing goes wrong", Route.ALL, Scenarios::ordinary));
    }

    /** The embedded Aligner corrects an ordinary answer. */
    static void ordinary(World world, Route route) throws InterruptedException {
        Heard heard = route.ask(world.patient(), world.embedded(), ScriptedUpstream.question("plain"));
        Endings.corrected(heard, world, world.corrected());
    }
}
