// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Creates the events of LangChain4j's reactive streams, which exist since 1.20. */
final class ReactiveEvents {

    private static final String PACKAGE = "dev.langchain4j.model.chat.response.";

    private ReactiveEvents() {}

    static Object complete(ChatResponse response) {
        return invoke(Handles.COMPLETE, response);
    }

    static Object raw(Object event) {
        return invoke(Handles.RAW, event);
    }

    private static Object invoke(MethodHandle handle, Object argument) {
        try {
            return handle.invoke(argument);
        } catch (Throwable e) {
            throw new IllegalStateException(
                    "an event of LangChain4j's reactive streams could not be created: "
                            + e.getClass().getName(),
                    e);
        }
    }

    /** Initialized on first use, which does not happen on LangChain4j 1.19. */
    private static final class Handles {

        static final MethodHandle COMPLETE;
        static final MethodHandle RAW;

        static {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            try {
                Class<?> raw = Class.forName(PACKAGE + "RawStreamingEvent");
                RAW = lookup.findStatic(raw, "of", MethodType.methodType(raw, Object.class));
                COMPLETE = lookup.findConstructor(
                        Class.forName(PACKAGE + "CompleteResponse"),
                        MethodType.methodType(void.class, ChatResponse.class));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(
                        "chat(ChatRequest) with a publisher needs LangChain4j 1.20 or later; use it, or the chat method that takes a"
                                + " handler",
                        e);
            }
        }
    }
}
