// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import io.github.aligner4j.chattemplate.jinja.Values.Undefined;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables that a part of a template sees, and the text that it writes. */
final class Scope {

    private final @Nullable Scope outer;
    private final Rendering rendering;
    private final MarkedText.Builder output;
    private final Map<String, Value> variables = new HashMap<>();

    /**
     * Parts that all scopes of a rendering share.
     *
     * @param budget limits of the rendering
     * @param clock clock of {@code strftime_now}
     */
    record Rendering(Budget budget, Clock clock) {}

    private Scope(@Nullable Scope outer, Rendering rendering, MarkedText.Builder output) {
        this.outer = outer;
        this.rendering = rendering;
        this.output = output;
    }

    static Scope root(Rendering rendering) {
        return new Scope(null, rendering, new MarkedText.Builder());
    }

    /** Returns a scope inside of this one, which writes to the same text. */
    Scope inner() {
        return new Scope(this, rendering, output);
    }

    /** Returns a scope inside of this one, which writes to a text of its own. */
    Scope capturing() {
        return new Scope(this, rendering, new MarkedText.Builder());
    }

    Budget budget() {
        return rendering.budget();
    }

    Clock clock() {
        return rendering.clock();
    }

    void write(MarkedText text) {
        budget().characters(text.length());
        output.append(text);
    }

    MarkedText written() {
        return output.build();
    }

    void set(String name, Value value) {
        variables.put(name, value);
    }

    Value get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Value value = scope.variables.get(name);
            if (value != null) {
                return value;
            }
        }
        Value function = Functions.ALL.get(name);
        return function == null ? new Undefined("'" + name + "'") : function;
    }
}
