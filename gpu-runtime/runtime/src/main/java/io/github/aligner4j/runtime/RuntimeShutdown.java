// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.runtime.djl.EngineShutdown;

/**
 * The end of the runtime when its JVM exits, by a signal, {@link System#exit} or the return of {@code main}.
 *
 * <p>A process that exits while libtorch computes crashes. Therefore a shutdown hook, registered when libtorch starts, gives
 * corrections and completions in progress 5 seconds to finish, lets no further forward pass or training step begin, and waits for the
 * one in progress, at most 30 seconds. Whatever needs the model after that throws a {@link
 * io.github.aligner4j.completion.CompletionModelException}, so the failure policy of a layer decides about the answer. The hook does not
 * wait if nothing is in progress, and closes no model.
 *
 * <p>Shutdown hooks run concurrently. A program that finishes its work in a hook of its own, as servers with a graceful shutdown do,
 * {@linkplain #takeOver takes over}. The Spring Boot starter does so.
 */
@Incubating
public final class RuntimeShutdown {

    /** One task, as some frameworks know tasks by their identity. */
    private static final Runnable END = EngineShutdown::end;

    private RuntimeShutdown() {}

    /**
     * Leaves the end of the runtime to the caller, for which no shutdown hook is registered any more: the caller runs the returned task
     * in its own hook, after its last correction. Further calls have no effect and return the same task.
     *
     * @return the task, which does what the hook would do
     */
    public static Runnable takeOver() {
        EngineShutdown.takeOver();
        return END;
    }

    /**
     * Ends without waiting for corrections and completions in progress, as suits a command: only for the forward pass or training step.
     * Threads that need the model after that wait for the exit instead of failing, so an interrupted command reports no errors.
     */
    public static void endAtOnce() {
        EngineShutdown.endAtOnce();
    }
}
