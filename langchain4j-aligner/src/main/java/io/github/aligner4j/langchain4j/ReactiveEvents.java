package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Makes the events that LangChain4j has since 1.20 only, which calls what needs them. */
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
                    "LangChain4j made no event of its reactive streams: "
                            + e.getClass().getName(),
                    e);
        }
    }

    /** Found on first use: on LangChain4j 1.19 there are none, and nobody asks for them. */
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
                        "chat(ChatRequest) with a publisher needs LangChain4j 1.20 or later", e);
            }
        }
    }
}
