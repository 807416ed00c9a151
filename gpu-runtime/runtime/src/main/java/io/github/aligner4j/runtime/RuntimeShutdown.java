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
 * {@linkplain #takeOver takes over}, as the Spring Boot starter does.
 */
@Incubating
public final class RuntimeShutdown {

    /** One task, as some frameworks know tasks by their identity. */
    private static final Runnable END = EngineShutdown::end;

    private RuntimeShutdown() {}

    /**
     * Removes the shutdown hook, or prevents its registration, and leaves its task to the caller, who runs it in a hook of its own, after
     * the last correction. Further calls have no effect and return the same task.
     *
     * @return the task of the shutdown hook
     */
    public static Runnable takeOver() {
        EngineShutdown.takeOver();
        return END;
    }

    /**
     * Ends the runtime without waiting for corrections and completions in progress; only the current forward pass or training step is
     * completed. For commands: threads that need the model after that wait for the exit instead of failing, so an interrupted command
     * reports no errors.
     */
    public static void endAtOnce() {
        EngineShutdown.endAtOnce();
    }
}
