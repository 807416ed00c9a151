// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.checkpoint.JsonFields;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The kinds of one sort of component, such as normalizers, by the name in their field {@code type}.
 *
 * @param <T> result of reading a component
 * @param readers readers by name, which check a component
 */
record ComponentKinds<T>(Map<String, Function<JsonFields, T>> readers) {

    /** No tokenizer nests deeper, and each level takes stack of the library's parser. */
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
