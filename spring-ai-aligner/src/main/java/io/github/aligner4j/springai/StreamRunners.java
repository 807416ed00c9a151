// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;

/** The threads that correct one stream, which are interrupted when it is cancelled. */
final class StreamRunners {

    private final Set<Thread> running = new HashSet<>();
    private final Set<Thread> interrupted = new HashSet<>();
    private boolean stopped;

    /** Returns an executor whose tasks are interrupted when the stream is cancelled. */
    Executor interruptible(Executor executor) {
        return task -> executor.execute(() -> run(task));
    }

    /** Runs {@code task} on this thread, which is interrupted when the stream is cancelled. */
    void run(Runnable task) {
        synchronized (this) {
            running.add(Thread.currentThread());
        }
        try {
            task.run();
        } finally {
            leave();
        }
    }

    private synchronized void leave() {
        running.remove(Thread.currentThread());
        if (interrupted.remove(Thread.currentThread())) {
            // The interrupt was for the correction, not for the next task of this thread.
            Thread.interrupted();
        }
    }

    /** Returns true if the stream was cancelled, or has ended. */
    synchronized boolean isStopped() {
        return stopped;
    }

    /** Keeps corrections that have not begun from beginning. */
    synchronized void stop() {
        stopped = true;
    }

    /** Stops the corrections, and interrupts those that are running. */
    synchronized void interrupt() {
        stopped = true;
        for (Thread thread : running) {
            // A subscriber that cancels from within a signal does so on its own thread, which must not be interrupted.
            if (thread != Thread.currentThread()) {
                interrupted.add(thread);
                thread.interrupt();
            }
        }
    }
}
