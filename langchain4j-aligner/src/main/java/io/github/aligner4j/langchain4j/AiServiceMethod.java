package io.github.aligner4j.langchain4j;

import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The AiService method on whose behalf a model is asked.
 *
 * <p>LangChain4j tells a model about a method's return type in a request's response format, which is for a model that can
 * take one; all others are told by words at the end of the user's message, which a user can write too. The method itself is
 * known only to LangChain4j, so it is looked for where LangChain4j calls from: on the stack.
 */
final class AiServiceMethod {

    private static final String SERVICES = "dev.langchain4j.service.DefaultAiServices";
    private static final String STREAM = "dev.langchain4j.service.AiServiceTokenStream";
    private static final Set<String> GUARDRAIL_RETRY = Set.of(
            "dev.langchain4j.guardrail.OutputGuardrailExecutor", "dev.langchain4j.guardrail.SynchronousChatExecutor");

    private static final String RESULT = "dev.langchain4j.service.Result";

    /** What is not parsed: LangChain4j's own list, {@code ServiceOutputParser.schemaNotRequired}, and what could be anything. */
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

    private AiServiceMethod() {}

    /**
     * Returns whether this thread is in an AiService's method whose return value LangChain4j parses out of the answer. No
     * stream's is, whatever type an adapter makes of it.
     */
    static boolean isParsed() {
        if (called().contains(STREAM)) {
            return false;
        }
        Optional<StackFrame> method = STACK.walk(
                frames -> frames.dropWhile(frame -> !frame.getClassName().startsWith(SERVICES))
                        .dropWhile(frame -> frame.getClassName().startsWith(SERVICES))
                        .findFirst());
        return method.filter(frame -> Proxy.isProxyClass(frame.getDeclaringClass()))
                .map(AiServiceMethod::returnType)
                .filter(type -> !UNPARSED.contains(type))
                .isPresent();
    }

    /** Returns whether this thread asks an AiService's model again for one of its guardrails, with that guardrail's words only. */
    static boolean isAskedAgain() {
        return called().containsAll(GUARDRAIL_RETRY);
    }

    /** Returns the classes that the nearest service has called on its way to here. */
    private static Set<String> called() {
        return STACK.walk(frames -> frames.map(StackFrame::getClassName)
                .takeWhile(name -> !name.startsWith(SERVICES))
                .collect(Collectors.toSet()));
    }

    /** The proxy's method has the erased type; only its interface's tells what a result is of. */
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
