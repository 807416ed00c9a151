// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import io.github.aligner4j.runtime.CheckpointAligner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What is left when all callers have gone; nothing should be. */
final class Aftermath {

    private static final int SHOWN = 3;

    private Aftermath() {}

    /** Returns what is left when everything has had {@code time} to end. */
    static List<String> of(World world, Duration time) {
        List<String> left = new ArrayList<>();
        try {
            Awaitility.await()
                    .atMost(time)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> Threads.atWork().isEmpty() && isIdle(world.embedded()) && isIdle(world.narrow()));
        } catch (ConditionTimeoutException e) {
            left.add("threads at work: " + Threads.atWork());
            left.add("on the devices: " + world.embedded().status() + ", "
                    + world.narrow().status());
        }
        if (Audited.ended() != Audited.begun()) {
            left.add("audit events: " + Audited.ended() + " of " + Audited.begun() + " calls");
        }
        world.logs().leaks().stream().limit(SHOWN).forEach(line -> left.add("text in a log: " + line));
        world.logs().uncaught().forEach(line -> left.add("uncaught: " + line));
        for (Route route : Route.values()) {
            try {
                Scenarios.ordinary(world, route);
            } catch (AssertionError | InterruptedException e) {
                left.add("the next ordinary answer by " + route + ": " + e);
            }
        }
        return left;
    }

    private static boolean isIdle(CheckpointAligner aligner) {
        return aligner.status().requests().queued() == 0
                && aligner.status().requests().running() == 0;
    }
}
