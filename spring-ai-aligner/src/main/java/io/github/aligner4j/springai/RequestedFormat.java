package io.github.aligner4j.springai;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientAttributes;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.util.ReflectionUtils;

/**
 * The format that the program asked for, if any: {@code entity(...)} leaves it in the request's context, which users' words never
 * reach, and options of models name a schema or a response format. What messages say counts for nothing.
 */
enum RequestedFormat {
    /** None: the answer is for a person. */
    NONE,
    /** JSON. */
    JSON,
    /** The format of a converter, which may be any. */
    CONVERTER;

    // Not STRUCTURED_OUTPUT_NATIVE: applications set it for all calls, and those without a format are prose.
    private static final String FORMAT = ChatClientAttributes.OUTPUT_FORMAT.getKey();
    private static final String SCHEMA = ChatClientAttributes.STRUCTURED_OUTPUT_SCHEMA.getKey();

    /** Names of the option: OpenAI's and others', Ollama's, Google's. */
    private static final List<String> PROPERTIES = List.of("responseFormat", "format", "responseMimeType");

    private static final Set<String> NO_FORMAT = Set.of("", "text", "text/plain");

    static RequestedFormat of(ChatClientRequest request) {
        if (request.context().get(SCHEMA) != null
                || isAskedOfModel(request.prompt().getOptions())) {
            return JSON;
        }
        return request.context().get(FORMAT) != null ? CONVERTER : NONE;
    }

    private static boolean isAskedOfModel(@Nullable ChatOptions options) {
        if (options == null) {
            return false;
        }
        if (options instanceof StructuredOutputChatOptions structured && structured.getOutputSchema() != null) {
            return true;
        }
        return PROPERTIES.stream()
                .flatMap(name -> Stream.ofNullable(value(options, name)))
                .anyMatch(RequestedFormat::isFormat);
    }

    /** OpenAI's and others' formats are objects that have a type. */
    private static boolean isFormat(Object format) {
        Object type = value(format, "type");
        String named = String.valueOf(type == null ? format : type).strip();
        return NO_FORMAT.stream().noneMatch(named::equalsIgnoreCase);
    }

    /** Returns a property's value; null if it can't be read, so that the answer is corrected. */
    private static @Nullable Object value(Object object, String name) {
        try {
            if (object instanceof Record record) {
                Method accessor = ReflectionUtils.findMethod(record.getClass(), name);
                return accessor == null ? null : ReflectionUtils.invokeMethod(accessor, record);
            }
            BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(object);
            return properties.isReadableProperty(name) ? properties.getPropertyValue(name) : null;
        } catch (RuntimeException e) {
            return null;
        }
    }
}
