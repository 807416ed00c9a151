// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.github.aligner4j.completion.CompletionModelException;
import java.lang.reflect.Method;

/**
 * Adds a seed to request parameters. LangChain4j's common parameters have none, but those of many providers do, by a builder with
 * a method {@code seed(Integer)}; modules of providers are no dependencies of this one, so it is called by reflection.
 */
final class ProviderSeed {

    private ProviderSeed() {}

    /** Returns true if parameters of the class of {@code defaults} can have a seed. */
    static boolean isSupported(ChatRequestParameters defaults) {
        try {
            seed(builder(defaults));
            return true;
        } catch (ReflectiveOperationException | LinkageError e) {
            return false;
        }
    }

    /** Returns {@code parameters} with a seed, in the class of {@code defaults}. */
    static ChatRequestParameters add(ChatRequestParameters parameters, ChatRequestParameters defaults, long seed) {
        try {
            Method newBuilder = builder(defaults);
            Object builder = newBuilder.invoke(null);
            Class<?> type = newBuilder.getReturnType();
            type.getMethod("overrideWith", ChatRequestParameters.class).invoke(builder, parameters);
            seed(newBuilder).invoke(builder, Long.hashCode(seed));
            return (ChatRequestParameters) type.getMethod("build").invoke(builder);
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            throw new CompletionModelException(
                    "seed " + seed + " can't be added to the chat model's request parameters: "
                            + e.getClass().getName() + "; leave it out",
                    e);
        }
    }

    private static Method builder(ChatRequestParameters defaults) throws NoSuchMethodException {
        return defaults.getClass().getMethod("builder");
    }

    private static Method seed(Method newBuilder) throws NoSuchMethodException {
        return newBuilder.getReturnType().getMethod("seed", Integer.class);
    }
}
