// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/** Makes the drill's own threads, told by their names. */
final class Daemons {

    private Daemons() {}

    static ThreadFactory named(String prefix) {
        AtomicLong count = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, prefix + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
