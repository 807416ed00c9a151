// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import io.github.aligner4j.chattemplate.jinja.Values.Bool;
import io.github.aligner4j.chattemplate.jinja.Values.Int;
import io.github.aligner4j.chattemplate.jinja.Values.None;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dictionary.
 *
 * @param entries its entries in order; keys are texts, numbers or none
 */
record Dictionary(Map<Value, Value> entries) implements Value {

    /** Returns a value as a key. */
    static Value key(Value value) {
        if (value instanceof Bool truth) {
            return new Int(truth.value() ? 1 : 0);
        }
        if (value instanceof MarkedText || value instanceof Int || value == None.NONE) {
            return value;
        }
        throw new JinjaException("a value of type " + value.type() + " can't be a key of a dictionary here");
    }

    @Override
    public String type() {
        return "dict";
    }

    @Override
    public boolean truth() {
        return !entries.isEmpty();
    }

    @Override
    public MarkedText str(Budget budget) {
        MarkedText.Builder out = new MarkedText.Builder();
        out.append("{", false);
        String separator = "";
        for (Map.Entry<Value, Value> entry : entries.entrySet()) {
            budget.step();
            out.append(separator, false).append(entry.getKey().repr(budget)).append(": ", false);
            out.append(entry.getValue().repr(budget));
            separator = ", ";
        }
        MarkedText text = out.append("}", false).build();
        budget.characters(text.length());
        return text;
    }

    @Override
    public @Nullable Value item(Value key) {
        boolean possible = key instanceof MarkedText || key instanceof Int || key instanceof Bool || key == None.NONE;
        return possible ? entries.get(key(key)) : null;
    }

    @Override
    public List<Value> iterate(Budget budget) {
        budget.steps(entries.size());
        return new ArrayList<>(entries.keySet());
    }

    /** Returns the entries as tuples. */
    Sequence items(Budget budget) {
        budget.steps(entries.size());
        List<Value> items = new ArrayList<>();
        entries.forEach((key, value) -> items.add(new Sequence(List.of(key, value), true)));
        return Sequence.list(items);
    }
}
