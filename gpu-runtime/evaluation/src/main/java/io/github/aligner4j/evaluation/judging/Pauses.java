// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judging;

import java.time.Duration;

/** Waits between repetitions of a call. */
@FunctionalInterface
interface Pauses {

    /** Waits in the calling thread. */
    Pauses SLEEP = pause -> Thread.sleep(pause.toMillis());

    /** Waits for {@code pause}. */
    void await(Duration pause) throws InterruptedException;
}
