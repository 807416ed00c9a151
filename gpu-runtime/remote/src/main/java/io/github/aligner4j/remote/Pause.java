// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.Cancellation.Registration;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A wait between two attempts. */
@FunctionalInterface
interface Pause {

    /** Waits by the system's time; a cancellation or an interrupt ends the wait. */
    Pause REAL = (duration, call) -> {
        CountDownLatch cancelled = new CountDownLatch(1);
        Registration registration = call.cancellation().onCancel(cancelled::countDown);
        try (registration) {
            boolean unused = cancelled.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw Call.interrupted("waiting to send a request again");
        }
    };

    /** Waits for {@code duration}, or less if the call is no longer wanted. */
    void pause(Duration duration, Call call);
}
