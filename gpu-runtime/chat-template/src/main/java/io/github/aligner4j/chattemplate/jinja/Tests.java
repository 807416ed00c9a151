// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import io.github.aligner4j.chattemplate.jinja.Values.Bool;
import io.github.aligner4j.chattemplate.jinja.Values.Int;
import io.github.aligner4j.chattemplate.jinja.Values.None;
import io.github.aligner4j.chattemplate.jinja.Values.Real;
import io.github.aligner4j.chattemplate.jinja.Values.Undefined;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** The tests that follow {@code is}. */
final class Tests {

    static final Map<String, Operation> ALL = all();

    private Tests() {}

    private static Map<String, Operation> all() {
        Map<String, Operation> all = new HashMap<>();
        addTypes(all);
        addComparisons(all);
        all.put("odd", simple(value -> odd(value)));
        all.put("even", simple(value -> !odd(value)));
        all.put(
                "divisibleby",
                Operation.of(
                        (value, args, scope) -> Bool.of(Values.equal(
                                Numbers.calculate("%", value, args.require(0, "num")), new Int(0), scope.budget())),
                        "num"));
        all.put("upper", simple(value -> cased(value, Character::isUpperCase, Character::isLowerCase)));
        all.put("lower", simple(value -> cased(value, Character::isLowerCase, Character::isUpperCase)));
        return Map.copyOf(all);
    }

    private static void addTypes(Map<String, Operation> all) {
        all.put("defined", simple(value -> !(value instanceof Undefined)));
        all.put("undefined", simple(value -> value instanceof Undefined));
        all.put("none", simple(value -> value == None.NONE));
        all.put("string", simple(value -> value instanceof MarkedText));
        all.put("mapping", simple(value -> value instanceof Dictionary));
        all.put("sequence", simple(Tests::isSequence));
        all.put("iterable", simple(Tests::isSequence));
        all.put("boolean", simple(value -> value instanceof Bool));
        all.put("true", simple(value -> value.equals(Bool.TRUE)));
        all.put("false", simple(value -> value.equals(Bool.FALSE)));
        all.put("integer", simple(value -> value instanceof Int));
        all.put("float", simple(value -> value instanceof Real));
        all.put("number", simple(value -> Numbers.real(value) != null));
        all.put("callable", simple(value -> value instanceof Callable));
    }

    private static void addComparisons(Map<String, Operation> all) {
        Map<String, String> operators = Map.of("==", "eq", "!=", "ne", "<", "lt", "<=", "le", ">", "gt", ">=", "ge");
        operators.forEach((operator, name) -> {
            Operation comparison = Operation.of(
                    (value, args, scope) ->
                            Bool.of(Operators.compare(operator, value, args.require(0, "other"), scope.budget())),
                    "other");
            all.put(operator, comparison);
            all.put(name, comparison);
        });
        all.put("equalto", all.get("eq"));
        all.put("lessthan", all.get("lt"));
        all.put("greaterthan", all.get("gt"));
        all.put(
                "sameas",
                Operation.of((value, args, scope) -> Bool.of(same(value, args.require(0, "other"))), "other"));
        all.put(
                "in",
                Operation.of(
                        (value, args, scope) -> Bool.of(Values.contains(args.require(0, "seq"), value, scope.budget())),
                        "seq"));
    }

    private static Operation simple(Predicate<Value> predicate) {
        return Operation.of((value, arguments, scope) -> Bool.of(predicate.test(value)));
    }

    private static boolean isSequence(Value value) {
        return value instanceof MarkedText
                || value instanceof Sequence
                || value instanceof Dictionary
                || value instanceof Undefined;
    }

    private static boolean same(Value value, Value other) {
        return value == other || (value instanceof Bool && value.equals(other));
    }

    private static boolean odd(Value value) {
        return !new Int(0).equals(Numbers.calculate("%", value, new Int(2)));
    }

    private static boolean cased(Value value, IntPredicate some, IntPredicate none) {
        return value instanceof MarkedText text
                && text.plain().codePoints().anyMatch(some)
                && text.plain().codePoints().noneMatch(none);
    }
}
