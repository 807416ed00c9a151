// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The number of threads that compute one operation on the CPU, which is the same for all models of a process.
 *
 * <p>libtorch counts the processors of the machine. In a container whose share of them is limited, that is too many: threads
 * wait for others that have no processor.
 */
final class EngineThreads {

    private static final String VARIABLE = "OMP_NUM_THREADS";

    private static final AtomicBoolean CHOSEN = new AtomicBoolean();

    private EngineThreads() {}

    /**
     * Sets the number of threads.
     *
     * @param threads the number; 0 leaves it as it is, but the first time at most the number of processors of the JVM, which
     *     knows the limits of a container, unless the environment has {@code OMP_NUM_THREADS}
     */
    static void set(int threads) {
        if (threads > 0) {
            CHOSEN.set(true);
            JniUtils.setNumThreads(threads);
        } else if (!CHOSEN.getAndSet(true) && System.getenv(VARIABLE) == null) {
            int processors = Runtime.getRuntime().availableProcessors();
            if (JniUtils.getNumThreads() > processors) {
                JniUtils.setNumThreads(processors);
            }
        }
    }
}
