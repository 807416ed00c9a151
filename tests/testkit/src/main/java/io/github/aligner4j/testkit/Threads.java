// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit;

/** Runs the other thread of a contract's test. */
final class Threads {

    private Threads() {}

    /** Runs {@code action} on another thread and waits for it. */
    static void runAndJoin(Runnable action) {
        Thread thread = new Thread(action);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            // An interrupt is what one test is about: it has to be pending when the listener returns.
            Thread.currentThread().interrupt();
        }
    }
}
