// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Each scenario once on each of its ways, and after it an ordinary answer. */
class DrillTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private static World world;

    @BeforeAll
    static void start() {
        world = new World(BOUND);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @TestFactory
    Stream<DynamicContainer> every_call_ends_as_documented_when() {
        return Scenarios.all().stream()
                .map(scenario -> DynamicContainer.dynamicContainer(
                        scenario.name(),
                        scenario.routes().stream()
                                .map(route -> DynamicTest.dynamicTest(
                                        scenario.name() + ": " + route, () -> drill(scenario, route)))));
    }

    private static void drill(Scenario scenario, Route route) throws Exception {
        int leaks = world.logs().leaks().size();
        scenario.body().run(world, route);
        Awaitility.await("nobody is left at work")
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(Threads.atWork()).isEmpty());
        assertThat(world.logs().leaks().stream().skip(leaks))
                .as("texts in logs")
                .isEmpty();
        assertThat(world.logs().uncaught()).as("uncaught exceptions").isEmpty();
        assertThat(world.embedded().status().requests().queued()
                        + world.embedded().status().requests().running())
                .as("corrections left on the device")
                .isZero();
        assertThat(Audited.ended()).as("audit events").isEqualTo(Audited.begun());
        long before = Audited.ended();
        Scenarios.ordinary(world, route);
        assertThat(Audited.ended() - before)
                .as("audit events of an ordinary answer")
                .isEqualTo(1);
    }
}
