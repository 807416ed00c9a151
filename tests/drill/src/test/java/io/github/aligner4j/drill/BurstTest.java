// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A small sample of the drill under load; the script {@code run} does it for as long as one likes. */
class BurstTest {

    private static final int CALLERS = 64;
    private static final long SEED = 12;
    private static final Duration BURST = Duration.ofSeconds(8);
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration QUIET = Duration.ofSeconds(20);

    @Test
    void sixty_four_callers_at_once_all_get_a_documented_end_and_leave_nothing_behind() throws Exception {
        List<String> failures = new ArrayList<>();
        Tally tally = new Tally((name, failure) -> failures.add(name + ": " + failure));
        List<Scenario> light = Scenarios.all().stream()
                .filter(scenario -> scenario.load() == Scenario.Load.LIGHT)
                .toList();
        try (World world = new World(BOUND)) {
            long end = System.nanoTime() + BURST.toNanos();
            new Crew(world, tally, light, CALLERS).work(SEED, () -> System.nanoTime() > end);
            assertThat(failures).as(tally.table()).isEmpty();
            assertThat(Aftermath.of(world, QUIET)).isEmpty();
        }
    }
}
