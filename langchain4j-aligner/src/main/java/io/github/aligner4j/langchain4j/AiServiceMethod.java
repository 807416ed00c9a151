package io.github.aligner4j.langchain4j;

import io.github.aligner4j.RequestAttributes;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The AI Service method that called the model on the current thread.
 *
 * <p>LangChain4j describes a method's return type to a model in the response format of the request if the model supports
 * one, and otherwise in words at the end of the user message, which a user can write too. LangChain4j does not pass the method
 * on, so it is found on the call stack.
 */
final class AiServiceMethod {

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

    private AiServiceMethod() {}

    /**
     * Returns whether this thread is in an AI Service method whose return value LangChain4j parses out of the answer. A
     * streaming method's never is, whatever type an adapter converts its stream to.
     */
    static boolean isParsed() {
        if (classesAboveService().contains(STREAM)) {
            return false;
        }
        return find().map(AiServiceMethod::returnType)
                .filter(type -> !UNPARSED.contains(type))
                .isPresent();
    }

    /** Returns the names of service and method as attributes of a correction request; none if this thread is in no service. */
    static Map<String, Object> attributes() {
        return find().<Map<String, Object>>map(frame -> Map.of(
                        RequestAttributes.SERVICE,
                        service(frame.getDeclaringClass()),
                        RequestAttributes.METHOD,
                        frame.getMethodName()))
                .orElse(Map.of());
    }

    private static Optional<StackFrame> find() {
        return STACK.walk(frames -> frames.dropWhile(
                                frame -> !frame.getClassName().startsWith(SERVICES))
                        .dropWhile(frame -> frame.getClassName().startsWith(SERVICES))
                        .findFirst())
                .filter(frame -> Proxy.isProxyClass(frame.getDeclaringClass()));
    }

    private static String service(Class<?> proxy) {
        Class<?>[] interfaces = proxy.getInterfaces();
        return interfaces.length == 0 ? proxy.getName() : interfaces[0].getName();
    }

    /** Returns whether this thread calls an AI Service's model again for a guardrail, whose message has no format instruction. */
    static boolean isReprompted() {
        Set<String> classes = classesAboveService();
        return classes.contains(GUARDRAILS)
                && classes.stream().anyMatch(name -> CHAT_EXECUTOR.matcher(name).matches());
    }

    /** Returns the names of the classes on the stack above the nearest AI Service. */
    private static Set<String> classesAboveService() {
        return STACK.walk(frames -> frames.map(StackFrame::getClassName)
                .takeWhile(name -> !name.startsWith(SERVICES))
                .collect(Collectors.toSet()));
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
