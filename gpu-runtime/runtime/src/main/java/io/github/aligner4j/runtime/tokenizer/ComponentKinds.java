package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.checkpoint.JsonFields;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Components of one sort, such as normalizers, by the name in their field {@code type}.
 *
 * @param readers checks a component of that name and says what it does
 */
record ComponentKinds<T>(Map<String, Function<JsonFields, T>> readers) {

    /** Deeper nesting occurs in no tokenizer, and each level costs the library's parser some of its stack. */
    private static final int MAX_DEPTH = 8;

    T read(JsonFields component) {
        Function<JsonFields, T> reader = readers.get(component.text("type"));
        if (reader == null) {
            throw component.wrong("type", "one of " + new TreeSet<>(readers.keySet()));
        }
        if (component.depth() > MAX_DEPTH) {
            throw component.wrong("type", "nested at most " + MAX_DEPTH + " deep");
        }
        return reader.apply(component);
    }
}
