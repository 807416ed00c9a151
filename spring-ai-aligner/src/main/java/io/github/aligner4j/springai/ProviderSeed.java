// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.completion.CompletionModelException;
import java.lang.reflect.Method;
import org.springframework.ai.chat.prompt.ChatOptions;

/**
 * Adds a seed to options. Spring AI's common options have none, but those of many providers do, by a builder with a method {@code
 * seed(Integer)}; modules of providers are no dependencies of this one, so it is called by reflection.
 */
final class ProviderSeed {

    private ProviderSeed() {}

    /** Returns true if {@code options} can have a seed. */
    static boolean isSupported(ChatOptions.Builder<?> options) {
        try {
            seed(options);
            return true;
        } catch (NoSuchMethodException | LinkageError e) {
            return false;
        }
    }

    /** Sets the seed of {@code options}. */
    static void add(ChatOptions.Builder<?> options, long seed) {
        try {
            seed(options).invoke(options, Long.hashCode(seed));
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new CompletionModelException(
                    "seed " + seed + " can't be added to the chat model's options: "
                            + e.getClass().getName() + "; leave it out",
                    e);
        }
    }

    private static Method seed(ChatOptions.Builder<?> options) throws NoSuchMethodException {
        return options.getClass().getMethod("seed", Integer.class);
    }
}
