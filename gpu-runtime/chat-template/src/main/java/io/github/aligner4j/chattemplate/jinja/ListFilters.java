// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import io.github.aligner4j.chattemplate.jinja.Values.Int;
import io.github.aligner4j.chattemplate.jinja.Values.None;
import io.github.aligner4j.chattemplate.jinja.Values.Undefined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The filters of lists. */
final class ListFilters {

    private ListFilters() {}

    static void addTo(Map<String, Operation> all) {
        addSimple(all);
        addSelections(all);
        addOrders(all);
    }

    private static void addSimple(Map<String, Operation> all) {
        Operation length = Operation.of((value, args, scope) -> length(value, scope));
        all.put("length", length);
        all.put("count", length);
        all.put(
                "list",
                Operation.of((value, args, scope) -> list(new ArrayList<>(value.iterate(scope.budget())), scope)));
        all.put("first", Operation.of((value, args, scope) -> end(value.iterate(scope.budget()), true)));
        all.put("last", Operation.of((value, args, scope) -> end(value.iterate(scope.budget()), false)));
        all.put("reverse", Operation.of(ListFilters::reverse));
        all.put("items", Operation.of(ListFilters::items));
        all.put("join", Operation.of(ListFilters::join, "d", "attribute"));
        all.put("sum", Operation.of(ListFilters::sum, "attribute", "start"));
    }

    private static void addSelections(Map<String, Operation> all) {
        all.put("map", Operation.of(ListFilters::map, "*", "attribute", "default"));
        all.put("select", Operation.of((value, args, scope) -> select(value, args, scope, true, false), "*"));
        all.put("reject", Operation.of((value, args, scope) -> select(value, args, scope, false, false), "*"));
        all.put("selectattr", Operation.of((value, args, scope) -> select(value, args, scope, true, true), "*"));
        all.put("rejectattr", Operation.of((value, args, scope) -> select(value, args, scope, false, true), "*"));
    }

    private static void addOrders(Map<String, Operation> all) {
        all.put("sort", Operation.of(ListFilters::sort, "reverse", "case_sensitive", "attribute"));
        all.put("unique", Operation.of(ListFilters::unique, "case_sensitive", "attribute"));
        all.put(
                "min",
                Operation.of((value, args, scope) -> extreme(value, args, scope, 1), "case_sensitive", "attribute"));
        all.put(
                "max",
                Operation.of((value, args, scope) -> extreme(value, args, scope, -1), "case_sensitive", "attribute"));
        all.put("dictsort", Operation.of(ListFilters::dictsort, "case_sensitive", "by", "reverse"));
    }

    private static Value list(List<Value> items, Scope scope) {
        scope.budget().steps(items.size());
        return Sequence.list(items);
    }

    private static Value length(Value value, Scope scope) {
        if (value instanceof MarkedText text) {
            scope.budget().characters(text.length());
            return new Int(text.plain().codePointCount(0, text.length()));
        }
        if (value instanceof Dictionary dictionary) {
            return new Int(dictionary.entries().size());
        }
        if (value instanceof Sequence || value instanceof Undefined) {
            return new Int(value.iterate(scope.budget()).size());
        }
        throw new JinjaException("a value of type " + value.type() + " has no length");
    }

    private static Value end(List<Value> items, boolean first) {
        return items.isEmpty() ? new Undefined("an item of an empty list") : items.get(first ? 0 : items.size() - 1);
    }

    private static Value reverse(Value value, Arguments arguments, Scope scope) {
        if (value instanceof MarkedText) {
            return new Slice(null, null, -1).of(value, scope.budget());
        }
        List<Value> items = new ArrayList<>(value.iterate(scope.budget()));
        Collections.reverse(items);
        return list(items, scope);
    }

    private static Value items(Value value, Arguments arguments, Scope scope) {
        if (value instanceof Dictionary dictionary) {
            return dictionary.items(scope.budget());
        }
        if (value instanceof Undefined) {
            return Sequence.list(List.of());
        }
        throw new JinjaException("filter 'items' needs a dictionary, but got a value of type " + value.type());
    }

    private static Value join(Value value, Arguments arguments, Scope scope) {
        MarkedText separator = arguments.text(0, "d");
        Value attribute = arguments.get(1, "attribute");
        List<Value> items = value.iterate(scope.budget());
        return Texts.join(
                separator == null ? MarkedText.EMPTY : separator,
                attribute == null
                        ? items
                        : items.stream().map(item -> attribute(item, attribute)).toList(),
                scope.budget());
    }

    private static Value sum(Value value, Arguments arguments, Scope scope) {
        Value attribute = arguments.get(0, "attribute");
        Value start = arguments.get(1, "start");
        Value sum = start == null ? new Int(0) : start;
        for (Value item : value.iterate(scope.budget())) {
            scope.budget().step();
            Value addend = isAbsent(attribute) ? item : attribute(item, attribute);
            sum = Operators.calculate("+", sum, addend, scope.budget());
        }
        return sum;
    }

    private static Value map(Value value, Arguments arguments, Scope scope) {
        Value attribute = arguments.named().get("attribute");
        Value absent = arguments.named().get("default");
        Operation filter = attribute == null ? named(Filters.ALL, arguments, 0, "filter") : null;
        List<Value> mapped = new ArrayList<>();
        for (Value item : value.iterate(scope.budget())) {
            scope.budget().step();
            if (filter == null) {
                mapped.add(attribute(item, attribute, absent));
            } else {
                mapped.add(filter.body().apply(item, rest(arguments, 1), scope));
            }
        }
        return list(mapped, scope);
    }

    private static Value select(Value value, Arguments arguments, Scope scope, boolean keep, boolean attributes) {
        int before = attributes ? 1 : 0;
        Value attribute = attributes ? arguments.require(0, "attribute") : null;
        Operation test = arguments.positional().size() > before ? named(Tests.ALL, arguments, before, "test") : null;
        Predicate<Value> passes = item -> {
            Value tested = attribute == null ? item : attribute(item, attribute);
            return test == null
                    ? tested.truth()
                    : test.body()
                            .apply(tested, rest(arguments, before + 1), scope)
                            .truth();
        };
        List<Value> selected = new ArrayList<>();
        for (Value item : value.iterate(scope.budget())) {
            scope.budget().step();
            if (passes.test(item) == keep) {
                selected.add(item);
            }
        }
        return list(selected, scope);
    }

    private static Operation named(Map<String, Operation> operations, Arguments arguments, int index, String what) {
        String name = arguments.requireText(index, what).plain();
        Operation operation = operations.get(name);
        if (operation == null) {
            throw new JinjaException("a " + what + " that another filter names is not supported");
        }
        return operation;
    }

    private static Arguments rest(Arguments arguments, int from) {
        List<Value> positional = arguments.positional();
        return new Arguments(positional.subList(Math.min(from, positional.size()), positional.size()), Map.of());
    }

    private static Value sort(Value value, Arguments arguments, Scope scope) {
        List<Value> items = new ArrayList<>(value.iterate(scope.budget()));
        scope.budget().steps(items.size() * 32L);
        Comparator<Value> order = order(arguments, 1, scope);
        items.sort(arguments.truth(0, "reverse", false) ? order.reversed() : order);
        return list(items, scope);
    }

    private static Comparator<Value> order(Arguments arguments, int caseIndex, Scope scope) {
        boolean sensitive = arguments.truth(caseIndex, "case_sensitive", false);
        Value attribute = arguments.get(caseIndex + 1, "attribute");
        return (one, other) -> {
            Value left = key(one, attribute, sensitive, scope);
            return Values.compare(left, key(other, attribute, sensitive, scope), scope.budget());
        };
    }

    private static Value key(Value item, @Nullable Value attribute, boolean sensitive, Scope scope) {
        Value key = isAbsent(attribute) ? item : attribute(item, attribute);
        if (key instanceof MarkedText text) {
            scope.budget().characters(text.length());
            return sensitive ? text : Texts.lower(text);
        }
        return key;
    }

    private static Value unique(Value value, Arguments arguments, Scope scope) {
        boolean sensitive = arguments.truth(0, "case_sensitive", false);
        Value attribute = arguments.get(1, "attribute");
        Set<Value> seen = new HashSet<>();
        List<Value> items = new ArrayList<>();
        for (Value item : value.iterate(scope.budget())) {
            scope.budget().step();
            if (seen.add(Dictionary.key(key(item, attribute, sensitive, scope)))) {
                items.add(item);
            }
        }
        return list(items, scope);
    }

    private static Value extreme(Value value, Arguments arguments, Scope scope, int sign) {
        Comparator<Value> order = order(arguments, 0, scope);
        Value best = new Undefined("an item of an empty list");
        for (Value item : value.iterate(scope.budget())) {
            scope.budget().step();
            if (best instanceof Undefined || sign * order.compare(item, best) < 0) {
                best = item;
            }
        }
        return best;
    }

    private static Value dictsort(Value value, Arguments arguments, Scope scope) {
        Value by = arguments.get(1, "by");
        int index = by instanceof MarkedText text && text.plain().equals("value") ? 1 : 0;
        boolean sensitive = arguments.truth(0, "case_sensitive", false);
        List<Value> items = new ArrayList<>(items(value, arguments, scope).iterate(scope.budget()));
        scope.budget().steps(items.size() * 32L);
        Comparator<Value> order = (one, other) -> Values.compare(
                key(((Sequence) one).items().get(index), null, sensitive, scope),
                key(((Sequence) other).items().get(index), null, sensitive, scope),
                scope.budget());
        items.sort(arguments.truth(2, "reverse", false) ? order.reversed() : order);
        return Sequence.list(items);
    }

    private static boolean isAbsent(@Nullable Value value) {
        return value == null || value == None.NONE;
    }

    /** Returns the attribute with a name, in which dots separate the names of attributes of attributes, or with an index. */
    private static Value attribute(Value item, @Nullable Value attribute) {
        return attribute(item, attribute, null);
    }

    /** Returns an attribute like {@link #attribute(Value, Value)}; {@code absent} takes the place of each that doesn't exist. */
    private static Value attribute(Value item, @Nullable Value attribute, @Nullable Value absent) {
        if (!(attribute instanceof MarkedText path)) {
            Value found = attribute == null ? null : item.item(attribute);
            return found == null ? Objects.requireNonNullElse(absent, new Undefined("an item")) : found;
        }
        Value current = item;
        for (Value part : Texts.split(path, MarkedText.frame("."), -1, false)) {
            String name = ((MarkedText) part).plain();
            Operators.requireDefined(current);
            Value key = name.matches("\\d{1,9}") ? new Int(Long.parseLong(name)) : MarkedText.frame(name);
            Value found = current.item(key);
            current = found == null ? Objects.requireNonNullElse(absent, new Undefined("an attribute")) : found;
        }
        return current;
    }
}
