// SPDX-License-Identifier: Apache-2.0
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
 * The format that the program requested for an answer. It is read from the request's context, where {@code entity(...)} puts
 * it, and from the options of the model, which may have a schema or a response format; never from messages, which users write.
 */
enum RequestedFormat {
    /** No format: the answer is for a person. */
    NONE,
    /** JSON. */
    JSON,
    /** The format of an output converter, which may be anything. */
    CONVERTER;

    // Not STRUCTURED_OUTPUT_NATIVE, which applications set for all calls, also for those without a format.
    private static final String FORMAT = ChatClientAttributes.OUTPUT_FORMAT.getKey();
    private static final String SCHEMA = ChatClientAttributes.STRUCTURED_OUTPUT_SCHEMA.getKey();

    /** The option's name: OpenAI's and others', Ollama's, Google's. */
    private static final List<String> PROPERTIES = List.of("responseFormat", "format", "responseMimeType");

    private static final Set<String> NO_FORMAT = Set.of("", "text", "text/plain");

    /** Returns the format that {@code request} has. */
    static RequestedFormat of(ChatClientRequest request) {
        if (request.context().get(SCHEMA) != null || isSetIn(request.prompt().getOptions())) {
            return JSON;
        }
        return request.context().get(FORMAT) != null ? CONVERTER : NONE;
    }

    private static boolean isSetIn(@Nullable ChatOptions options) {
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

    /** Formats of OpenAI and others are objects that have a type. */
    private static boolean isFormat(Object format) {
        Object type = value(format, "type");
        String name = String.valueOf(type == null ? format : type).strip();
        return NO_FORMAT.stream().noneMatch(name::equalsIgnoreCase);
    }

    /** Returns a property, or null if it is not set or can't be read; the answer is then corrected. */
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
