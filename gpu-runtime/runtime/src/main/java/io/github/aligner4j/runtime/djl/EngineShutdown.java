// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.completion.CompletionModelException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ends the {@link NativeCalls} of this process when its JVM shuts down: by a hook that is registered when libtorch starts, unless
 * {@linkplain #takeOver another hook} does so.
 */
public final class EngineShutdown {

    /** Maximum time that requests in progress have to finish. */
    private static final Duration MAX_GRACE = Duration.ofSeconds(5);

    /** Maximum time that the calls in progress have to finish. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private static final System.Logger LOG = System.getLogger(EngineShutdown.class.getName());

    private static @Nullable Thread hook;
    private static boolean takenOver;
    private static volatile Duration grace = MAX_GRACE;

    private EngineShutdown() {}

    /**
     * Registers the hook unless it is registered already.
     *
     * @throws CompletionModelException if the JVM is shutting down
     */
    static synchronized void prepare() {
        if (hook == null && !takenOver) {
            Thread ending = new Thread(EngineShutdown::end, "aligner-shutdown");
            try {
                Runtime.getRuntime().addShutdownHook(ending);
            } catch (IllegalStateException e) {
                throw new CompletionModelException("the JVM is shutting down, so libtorch is not started", e);
            }
            hook = ending;
        }
    }

    /** Leaves it to the caller to call {@link #end}: no hook does any more. */
    public static synchronized void takeOver() {
        takenOver = true;
        if (hook != null && removed(hook)) {
            hook = null;
        }
    }

    private static boolean removed(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is shutting down, and the hook runs.
            return false;
        }
    }

    /** Ends without a grace for requests, and makes threads that would compute afterwards wait for the exit of the JVM. */
    public static void endAtOnce() {
        grace = Duration.ZERO;
        NativeCalls.PROCESS.parkRefused();
    }

    /** Lets requests finish for some seconds, lets no further call begin, and waits for the calls in progress. */
    public static void end() {
        if (!NativeCalls.PROCESS.end(grace, MAX_WAIT)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "libtorch still computes " + MAX_WAIT.toSeconds()
                            + " s after the JVM began to shut down; the process may crash when it exits");
        }
    }
}
