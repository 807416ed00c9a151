// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.time.Duration;

/** Waits before an attempt is repeated. */
@FunctionalInterface
interface Sleeper {

    /** A sleeper that blocks the thread. */
    Sleeper THREAD = delay -> Thread.sleep(delay.toMillis());

    void sleep(Duration delay) throws InterruptedException;
}
