// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import io.github.aligner4j.RequestAttributes;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The AI Service method that called a model. Immutable.
 *
 * <p>LangChain4j describes a method's return type to a model in the response format of the request if the model supports
 * one, and otherwise in words at the end of the user message, which a user can write too. LangChain4j does not pass the method
 * on, so it is found on the call stack.
 */
final class AiServiceMethod {

    private static final String LANGCHAIN4J = "dev.langchain4j.";
    private static final String SERVICES = "dev.langchain4j.service.DefaultAiServices";
    private static final String STREAM = "dev.langchain4j.service.AiServiceTokenStream";
    private static final String GUARDRAILS = "dev.langchain4j.guardrail.OutputGuardrailExecutor";

    /** Those by which guardrails call the model again: {@code SynchronousChatExecutor}, and {@code DirectChatExecutor} since 1.20. */
    private static final Pattern CHAT_EXECUTOR = Pattern.compile("dev\\.langchain4j\\.guardrail\\.\\w+ChatExecutor");

    private static final String RESULT = "dev.langchain4j.service.Result";

    /** Types that are not parsed: LangChain4j's list, {@code ServiceOutputParser.schemaNotRequired}, and those that can be text. */
    private static final Set<String> UNPARSED = Set.of(
            "java.lang.String",
            "java.lang.Object",
            "java.lang.Void",
            "void",
            "java.util.Map",
            "dev.langchain4j.data.message.AiMessage",
            "dev.langchain4j.model.output.Response",
            "dev.langchain4j.service.TokenStream");

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private final @Nullable StackFrame method;
    private final Set<String> callers;

    private AiServiceMethod(@Nullable StackFrame method, Set<String> callers) {
        this.method = method;
        this.callers = callers;
    }

    /** Returns the method that this thread is in. It walks over the thread's stack, which takes microseconds, so once for each call. */
    static AiServiceMethod current() {
        return STACK.walk(frames -> find(frames.iterator()));
    }

    /** Finds the nearest AI Service and the proxy that called it, and LangChain4j's classes by which the service calls its model. */
    private static AiServiceMethod find(Iterator<StackFrame> frames) {
        Set<String> callers = new HashSet<>();
        boolean inService = false;
        while (frames.hasNext()) {
            StackFrame frame = frames.next();
            String name = frame.getClassName();
            if (name.startsWith(SERVICES)) {
                inService = true;
            } else if (inService) {
                return new AiServiceMethod(Proxy.isProxyClass(frame.getDeclaringClass()) ? frame : null, callers);
            } else if (name.startsWith(LANGCHAIN4J)) {
                callers.add(name);
            }
        }
        return new AiServiceMethod(null, callers);
    }

    /**
     * Returns true if LangChain4j parses the method's return value out of the answer. That of a streaming method it never does,
     * whatever type an adapter converts its stream to.
     */
    boolean isParsed() {
        return method != null && !callers.contains(STREAM) && !UNPARSED.contains(returnType(method));
    }

    /** Returns the names of service and method as attributes of a correction request; none if there is no service. */
    Map<String, Object> attributes() {
        return method == null
                ? Map.of()
                : Map.of(
                        RequestAttributes.SERVICE,
                        service(method.getDeclaringClass()),
                        RequestAttributes.METHOD,
                        method.getMethodName());
    }

    /** Returns true if the AI Service's model is called again for a guardrail, whose message has no format instruction. */
    boolean isReprompted() {
        return callers.contains(GUARDRAILS)
                && callers.stream().anyMatch(name -> CHAT_EXECUTOR.matcher(name).matches());
    }

    private static String service(Class<?> proxy) {
        Class<?>[] interfaces = proxy.getInterfaces();
        return interfaces.length == 0 ? proxy.getName() : interfaces[0].getName();
    }

    /** Reads the interface's method, since the proxy's has an erased return type. */
    private static String returnType(StackFrame frame) {
        Class<?>[] parameters = frame.getMethodType().parameterArray();
        return Arrays.stream(frame.getDeclaringClass().getInterfaces())
                .flatMap(service -> Arrays.stream(service.getMethods()))
                .filter(method -> method.getName().equals(frame.getMethodName()))
                .filter(method -> Arrays.equals(method.getParameterTypes(), parameters))
                .map(Method::getGenericReturnType)
                .findFirst()
                .map(AiServiceMethod::content)
                .orElse("java.lang.Object");
    }

    private static String content(Type type) {
        if (!(type instanceof ParameterizedType parameterized)) {
            return type.getTypeName();
        }
        String raw = parameterized.getRawType().getTypeName();
        return raw.equals(RESULT) ? content(parameterized.getActualTypeArguments()[0]) : raw;
    }
}
