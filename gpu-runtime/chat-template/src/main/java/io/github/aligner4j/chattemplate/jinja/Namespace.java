// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The only value that a template can change: {@code namespace()}. */
final class Namespace implements Value {

    private final Map<String, Value> attributes;

    Namespace(Map<String, Value> attributes) {
        this.attributes = new LinkedHashMap<>(attributes);
    }

    void set(String name, Value value) {
        attributes.put(name, value);
    }

    @Override
    public String type() {
        return "Namespace";
    }

    @Override
    public boolean truth() {
        return true;
    }

    @Override
    public MarkedText str(Budget budget) {
        throw new JinjaException("a namespace has no text");
    }

    @Override
    public @Nullable Value attribute(String name) {
        return attributes.get(name);
    }

    @Override
    public @Nullable Value item(Value key) {
        return key instanceof MarkedText name ? attributes.get(name.plain()) : null;
    }
}
