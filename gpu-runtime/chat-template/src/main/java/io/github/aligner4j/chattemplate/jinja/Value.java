// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value of a template. The names of the methods are those of Python's data model. */
interface Value {

    /** Returns the name of the type in Python, for messages. */
    String type();

    /** Returns whether the value counts as true. */
    boolean truth();

    /** Returns the text that an output tag writes. */
    MarkedText str(Budget budget);

    /** Returns the text inside of lists. */
    default MarkedText repr(Budget budget) {
        return str(budget);
    }

    /** Returns the item with a key or an index; null if there is none. */
    default @Nullable Value item(Value key) {
        return null;
    }

    /** Returns the attribute with a name that is no item; null if there is none. */
    default @Nullable Value attribute(String name) {
        return null;
    }

    /** Returns the values that a loop visits. */
    default List<Value> iterate(Budget budget) {
        throw new JinjaException("a value of type " + type() + " can't be iterated over");
    }
}
