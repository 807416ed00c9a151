// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import io.github.aligner4j.chattemplate.jinja.Values.Bool;
import io.github.aligner4j.chattemplate.jinja.Values.Int;
import io.github.aligner4j.chattemplate.jinja.Values.None;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;

/** The methods of values. */
final class Methods {

    static final Map<String, Operation> ALL = all();

    private Methods() {}

    /** Implementation of a method of a text. */
    private interface TextBody {

        Value apply(MarkedText text, Arguments arguments, Budget budget);
    }

    /** Implementation of a method of a dictionary. */
    private interface DictionaryBody {

        Value apply(Dictionary dictionary, Arguments arguments, Budget budget);
    }

    private static Map<String, Operation> all() {
        Map<String, Operation> all = new HashMap<>();
        addStripping(all);
        addSplitting(all);
        addCases(all);
        addSearching(all);
        addDictionaries(all);
        all.put("cycle", Operation.of((value, arguments, scope) -> loop(value).cycle(arguments), "*"));
        return Map.copyOf(all);
    }

    private static void addStripping(Map<String, Operation> all) {
        all.put(
                "strip",
                text("strip", (text, args, budget) -> Texts.strip(text, args.text(0, "chars"), true, true), "chars"));
        all.put(
                "lstrip",
                text("lstrip", (text, args, budget) -> Texts.strip(text, args.text(0, "chars"), true, false), "chars"));
        all.put(
                "rstrip",
                text("rstrip", (text, args, budget) -> Texts.strip(text, args.text(0, "chars"), false, true), "chars"));
        all.put("removeprefix", text("removeprefix", (text, args, budget) -> without(text, args, true), "prefix"));
        all.put("removesuffix", text("removesuffix", (text, args, budget) -> without(text, args, false), "suffix"));
    }

    private static void addSplitting(Map<String, Operation> all) {
        all.put("split", text("split", (text, args, budget) -> split(text, args, budget, false), "sep", "maxsplit"));
        all.put("rsplit", text("rsplit", (text, args, budget) -> split(text, args, budget, true), "sep", "maxsplit"));
        all.put(
                "splitlines",
                text(
                        "splitlines",
                        (text, args, budget) -> list(Texts.lines(text, args.truth(0, "keepends", false)), budget),
                        "keepends"));
        all.put(
                "join",
                text(
                        "join",
                        (text, args, budget) ->
                                Texts.join(text, args.require(0, "iterable").iterate(budget), budget),
                        "iterable"));
        all.put(
                "replace",
                text(
                        "replace",
                        (text, args, budget) -> Texts.replace(
                                text,
                                args.requireText(0, "old"),
                                args.requireText(1, "new"),
                                args.integer(2, "count", -1),
                                budget),
                        "old",
                        "new",
                        "count"));
    }

    private static void addCases(Map<String, Operation> all) {
        all.put("upper", text("upper", (text, args, budget) -> Texts.upper(text)));
        all.put("lower", text("lower", (text, args, budget) -> Texts.lower(text)));
        all.put("capitalize", text("capitalize", (text, args, budget) -> Texts.capitalize(text)));
        all.put(
                "title",
                text("title", (text, args, budget) -> Texts.title(text, codePoint -> !Character.isLetter(codePoint))));
        all.put("isdigit", allOf("isdigit", Character::isDigit));
        all.put("isalpha", allOf("isalpha", Character::isLetter));
        all.put("isalnum", allOf("isalnum", Character::isLetterOrDigit));
        all.put("isspace", allOf("isspace", Spaces::isSpace));
        all.put("isupper", cased("isupper", Character::isUpperCase, Character::isLowerCase));
        all.put("islower", cased("islower", Character::isLowerCase, Character::isUpperCase));
    }

    private static void addSearching(Map<String, Operation> all) {
        all.put(
                "startswith",
                text("startswith", (text, args, budget) -> anyOf(text, args, String::startsWith), "prefix"));
        all.put("endswith", text("endswith", (text, args, budget) -> anyOf(text, args, String::endsWith), "suffix"));
        all.put("find", text("find", (text, args, budget) -> new Int(find(text, args, false)), "sub"));
        all.put("rfind", text("rfind", (text, args, budget) -> new Int(find(text, args, true)), "sub"));
        all.put("index", Operation.of(Methods::index, "value"));
        all.put("count", Operation.of(Methods::count, "value"));
    }

    private static void addDictionaries(Map<String, Operation> all) {
        all.put("items", dictionary("items", (dictionary, args, budget) -> dictionary.items(budget)));
        all.put("keys", dictionary("keys", (dictionary, args, budget) -> Sequence.list(dictionary.iterate(budget))));
        all.put(
                "values",
                dictionary(
                        "values",
                        (dictionary, args, budget) ->
                                list(new ArrayList<>(dictionary.entries().values()), budget)));
        all.put("get", dictionary("get", (dictionary, args, budget) -> get(dictionary, args), "key", "default"));
    }

    private static Operation text(String name, TextBody body, String... parameters) {
        return Operation.of(
                (value, arguments, scope) -> {
                    if (!(value instanceof MarkedText text)) {
                        throw lacking(value, name);
                    }
                    scope.budget().characters(text.length() + 1L);
                    return body.apply(text, arguments, scope.budget());
                },
                parameters);
    }

    private static Operation dictionary(String name, DictionaryBody body, String... parameters) {
        return Operation.of(
                (value, arguments, scope) -> {
                    if (!(value instanceof Dictionary dictionary)) {
                        throw lacking(value, name);
                    }
                    return body.apply(dictionary, arguments, scope.budget());
                },
                parameters);
    }

    private static Operation allOf(String name, IntPredicate predicate) {
        return text(
                name,
                (text, args, budget) ->
                        Bool.of(text.length() > 0 && text.plain().codePoints().allMatch(predicate)));
    }

    private static Operation cased(String name, IntPredicate some, IntPredicate none) {
        return text(
                name,
                (text, args, budget) -> Bool.of(text.plain().codePoints().anyMatch(some)
                        && text.plain().codePoints().noneMatch(none)));
    }

    private static JinjaException lacking(Value value, String name) {
        return value instanceof Values.Undefined undefined
                ? undefined.failure()
                : new JinjaException("a value of type " + value.type() + " has no method '" + name + "'");
    }

    private static Loop loop(Value value) {
        if (value instanceof Loop loop) {
            return loop;
        }
        throw lacking(value, "cycle");
    }

    private static Value list(List<Value> items, Budget budget) {
        budget.steps(items.size());
        return Sequence.list(items);
    }

    private static Value split(MarkedText text, Arguments arguments, Budget budget, boolean right) {
        return list(Texts.split(text, arguments.text(0, "sep"), arguments.integer(1, "maxsplit", -1), right), budget);
    }

    private static MarkedText without(MarkedText text, Arguments arguments, boolean prefix) {
        String part = arguments.requireText(0, prefix ? "prefix" : "suffix").plain();
        if (prefix) {
            return text.plain().startsWith(part) ? text.substring(part.length(), text.length()) : text;
        }
        return text.plain().endsWith(part) ? text.substring(0, text.length() - part.length()) : text;
    }

    private static Value anyOf(MarkedText text, Arguments arguments, BiPredicate<String, String> test) {
        Value given = arguments.positional().isEmpty()
                ? None.NONE
                : arguments.positional().get(0);
        List<Value> parts = given instanceof Sequence sequence && sequence.tuple() ? sequence.items() : List.of(given);
        return Bool.of(parts.stream().anyMatch(part -> {
            if (part instanceof MarkedText wanted) {
                return test.test(text.plain(), wanted.plain());
            }
            throw new JinjaException("'startswith' and 'endswith' need a text, but got a value of type " + part.type());
        }));
    }

    private static long find(MarkedText text, Arguments arguments, boolean last) {
        String part = arguments.requireText(0, "sub").plain();
        int at = last ? text.plain().lastIndexOf(part) : text.plain().indexOf(part);
        return at < 0 ? -1 : text.plain().codePointCount(0, at);
    }

    private static Value index(Value value, Arguments arguments, Scope scope) {
        Value wanted = arguments.require(0, "value");
        if (value instanceof MarkedText text && wanted instanceof MarkedText part) {
            scope.budget().characters(text.length());
            int at = text.plain().indexOf(part.plain());
            if (at >= 0) {
                return new Int(text.plain().codePointCount(0, at));
            }
        } else if (value instanceof Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                if (Values.equal(sequence.items().get(i), wanted, scope.budget())) {
                    return new Int(i);
                }
            }
        } else {
            throw lacking(value, "index");
        }
        throw new JinjaException("method 'index' finds nothing");
    }

    private static Value count(Value value, Arguments arguments, Scope scope) {
        Value wanted = arguments.require(0, "value");
        if (value instanceof MarkedText text && wanted instanceof MarkedText part) {
            scope.budget().characters(text.length() + 1L);
            return new Int(
                    part.length() == 0
                            ? text.plain().codePointCount(0, text.length()) + 1L
                            : Texts.split(text, part, -1, false).size() - 1L);
        }
        if (value instanceof Sequence sequence) {
            return new Int(sequence.items().stream()
                    .filter(item -> Values.equal(item, wanted, scope.budget()))
                    .count());
        }
        throw lacking(value, "count");
    }

    private static Value get(Dictionary dictionary, Arguments arguments) {
        Value found = dictionary.item(arguments.require(0, "key"));
        if (found != null) {
            return found;
        }
        Value absent = arguments.get(1, "default");
        return absent == null ? None.NONE : absent;
    }
}
