// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of a call.
 *
 * @param positional arguments in order
 * @param named arguments by name
 */
record Arguments(List<Value> positional, Map<String, Value> named) {

    static final Arguments NONE = new Arguments(List.of(), Map.of());

    /** Returns the argument at an index or with a name; null if there is none. */
    @Nullable Value get(int index, String name) {
        return index < positional.size() ? positional.get(index) : named.get(name);
    }

    Value require(int index, String name) {
        Value value = get(index, name);
        if (value == null) {
            throw new JinjaException("argument '" + name + "' is missing");
        }
        return value;
    }

    boolean truth(int index, String name, boolean absent) {
        Value value = get(index, name);
        return value == null ? absent : value.truth();
    }

    long integer(int index, String name, long absent) {
        Value value = get(index, name);
        if (value == null || value == Values.None.NONE) {
            return absent;
        }
        Long integer = Numbers.integer(value);
        if (integer == null) {
            throw new JinjaException("argument '" + name + "' must be an integer, but is of type " + value.type());
        }
        return integer;
    }

    /** Returns a text; null if the argument is absent or none. */
    @Nullable MarkedText text(int index, String name) {
        Value value = get(index, name);
        if (value == null || value == Values.None.NONE) {
            return null;
        }
        if (value instanceof MarkedText text) {
            return text;
        }
        throw new JinjaException("argument '" + name + "' must be a text, but is of type " + value.type());
    }

    MarkedText requireText(int index, String name) {
        MarkedText text = text(index, name);
        if (text == null) {
            throw new JinjaException("argument '" + name + "' is missing");
        }
        return text;
    }
}
