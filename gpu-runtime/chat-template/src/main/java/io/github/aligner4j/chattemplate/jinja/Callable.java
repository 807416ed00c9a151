// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

/** A value that can be called: a function or a macro. */
interface Callable extends Value {

    Value call(Arguments arguments, Scope scope);

    @Override
    default boolean truth() {
        return true;
    }

    @Override
    default MarkedText str(Budget budget) {
        throw new JinjaException("a value of type " + type() + " has no text");
    }
}
