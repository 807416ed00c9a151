// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A part of loading that runs on another thread.
 *
 * @param <T> the result
 */
final class Meanwhile<T> {

    private final CompletableFuture<T> result;

    private Meanwhile(CompletableFuture<T> result) {
        this.result = result;
    }

    /** Starts {@code part} on a thread of its own, which has the class loader of this one. */
    static <T> Meanwhile<T> run(Supplier<T> part) {
        return new Meanwhile<>(CompletableFuture.supplyAsync(part, task -> {
            Thread thread = new Thread(task, "aligner-load");
            thread.setDaemon(true);
            thread.start();
        }));
    }

    /** Waits for the result and returns it; what the part threw is thrown here. */
    T join() {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Passes the result, which is not needed any more, to {@code closing} as soon as it is available. */
    void discard(Consumer<T> closing) {
        var unused = result.thenAccept(closing);
    }
}
