// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list or a tuple.
 *
 * @param tuple true for a tuple
 */
record Sequence(List<Value> items, boolean tuple) implements Value {

    static Sequence list(List<Value> items) {
        return new Sequence(items, false);
    }

    @Override
    public String type() {
        return tuple ? "tuple" : "list";
    }

    @Override
    public boolean truth() {
        return !items.isEmpty();
    }

    @Override
    public MarkedText str(Budget budget) {
        MarkedText.Builder out = new MarkedText.Builder();
        out.append(tuple ? "(" : "[", false);
        for (int i = 0; i < items.size(); i++) {
            budget.step();
            out.append(i == 0 ? "" : ", ", false).append(items.get(i).repr(budget));
        }
        out.append(tuple && items.size() == 1 ? "," : "", false);
        MarkedText text = out.append(tuple ? ")" : "]", false).build();
        budget.characters(text.length());
        return text;
    }

    @Override
    public @Nullable Value item(Value key) {
        Long index = Numbers.integer(key);
        if (index == null) {
            return null;
        }
        long at = index < 0 ? index + items.size() : index;
        return at < 0 || at >= items.size() ? null : items.get((int) at);
    }

    @Override
    public List<Value> iterate(Budget budget) {
        return items;
    }

    Sequence plus(Sequence other, Budget budget) {
        budget.steps((long) items.size() + other.items.size());
        List<Value> all = new ArrayList<>(items);
        all.addAll(other.items);
        return new Sequence(all, tuple);
    }
}
