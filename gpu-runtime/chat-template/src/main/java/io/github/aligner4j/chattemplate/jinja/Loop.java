// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import io.github.aligner4j.chattemplate.jinja.Values.Bool;
import io.github.aligner4j.chattemplate.jinja.Values.Int;
import io.github.aligner4j.chattemplate.jinja.Values.Undefined;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The variable {@code loop}.
 *
 * @param items items of the loop
 * @param index index of the current one, counted from 0
 */
record Loop(List<Value> items, int index) implements Value {

    @Override
    public String type() {
        return "LoopContext";
    }

    @Override
    public boolean truth() {
        return true;
    }

    @Override
    public MarkedText str(Budget budget) {
        throw new JinjaException("'loop' has no text");
    }

    @Override
    public @Nullable Value attribute(String name) {
        int size = items.size();
        return switch (name) {
            case "index" -> new Int(index + 1L);
            case "index0" -> new Int(index);
            case "revindex" -> new Int((long) size - index);
            case "revindex0" -> new Int(size - index - 1L);
            case "first" -> Bool.of(index == 0);
            case "last" -> Bool.of(index == size - 1);
            case "length" -> new Int(size);
            // Only loops that call themselves are deeper, and those are not supported.
            case "depth" -> new Int(1);
            case "depth0" -> new Int(0);
            default -> neighbour(name);
        };
    }

    private @Nullable Value neighbour(String name) {
        return switch (name) {
            case "previtem" -> index > 0 ? items.get(index - 1) : new Undefined("'loop.previtem'");
            case "nextitem" -> index < items.size() - 1 ? items.get(index + 1) : new Undefined("'loop.nextitem'");
            default -> null;
        };
    }

    Value cycle(Arguments arguments) {
        if (arguments.positional().isEmpty()) {
            throw new JinjaException("method 'cycle' needs at least 1 argument");
        }
        return arguments.positional().get(index % arguments.positional().size());
    }
}
