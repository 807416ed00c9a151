// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** Runs each stream on a thread of its own that a test can wait for. */
final class StreamTasks implements Executor {

    final List<Thread> threads = new CopyOnWriteArrayList<>();

    @Override
    public void execute(Runnable task) {
        Thread thread = new Thread(task, "stream");
        threads.add(thread);
        thread.start();
    }

    /** Waits until there is nothing left that could call a handler: for tasks, too, that a task begins meanwhile. */
    void join() throws InterruptedException {
        for (int i = 0; i < threads.size(); i++) {
            Thread thread = threads.get(i);
            thread.join(20_000);
            if (thread.isAlive()) {
                throw new AssertionError("a stream's thread was left behind");
            }
        }
    }
}
