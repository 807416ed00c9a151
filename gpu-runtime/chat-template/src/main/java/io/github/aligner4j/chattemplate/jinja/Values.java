// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The simple values, and operations on all values. */
final class Values {

    private Values() {}

    /** {@code none}. */
    enum None implements Value {
        NONE;

        @Override
        public String type() {
            return "NoneType";
        }

        @Override
        public boolean truth() {
            return false;
        }

        @Override
        public MarkedText str(Budget budget) {
            return MarkedText.frame("None");
        }
    }

    /**
     * The value of a variable, an attribute or an item that does not exist.
     *
     * @param name description for messages
     */
    record Undefined(String name) implements Value {

        @Override
        public String type() {
            return "Undefined";
        }

        @Override
        public boolean truth() {
            return false;
        }

        @Override
        public MarkedText str(Budget budget) {
            return MarkedText.EMPTY;
        }

        @Override
        public MarkedText repr(Budget budget) {
            return MarkedText.frame("Undefined");
        }

        @Override
        public List<Value> iterate(Budget budget) {
            return List.of();
        }

        JinjaException failure() {
            return new JinjaException(name + " is undefined");
        }
    }

    /** A truth value. */
    record Bool(boolean value) implements Value {

        static final Bool TRUE = new Bool(true);
        static final Bool FALSE = new Bool(false);

        static Bool of(boolean value) {
            return value ? TRUE : FALSE;
        }

        @Override
        public String type() {
            return "bool";
        }

        @Override
        public boolean truth() {
            return value;
        }

        @Override
        public MarkedText str(Budget budget) {
            return MarkedText.frame(value ? "True" : "False");
        }
    }

    /** An integer. */
    record Int(long value) implements Value {

        @Override
        public String type() {
            return "int";
        }

        @Override
        public boolean truth() {
            return value != 0;
        }

        @Override
        public MarkedText str(Budget budget) {
            return MarkedText.frame(Long.toString(value));
        }
    }

    /** A floating-point number. */
    record Real(double value) implements Value {

        @Override
        public String type() {
            return "float";
        }

        @Override
        public boolean truth() {
            return value != 0;
        }

        @Override
        public MarkedText str(Budget budget) {
            return MarkedText.frame(PythonRepr.real(value));
        }
    }

    /** Returns the value of a Java object: texts become contents. */
    static Value of(@Nullable Object object) {
        if (object == null) {
            return None.NONE;
        }
        if (object instanceof Value value) {
            return value;
        }
        if (object instanceof CharSequence || object instanceof Character || object instanceof Enum<?>) {
            return MarkedText.content(object.toString());
        }
        if (object instanceof Boolean truth) {
            return Bool.of(truth);
        }
        return object instanceof Number number ? number(number) : collection(object);
    }

    private static Value number(Number number) {
        boolean real = number instanceof Double || number instanceof Float || number instanceof BigDecimal;
        return real ? new Real(number.doubleValue()) : new Int(number.longValue());
    }

    private static Value collection(Object object) {
        if (object instanceof Map<?, ?> map) {
            Map<Value, Value> values = new LinkedHashMap<>();
            map.forEach((key, value) -> values.put(Dictionary.key(of(key)), of(value)));
            return new Dictionary(values);
        }
        if (object instanceof Iterable<?> items) {
            List<Value> values = new ArrayList<>();
            items.forEach(item -> values.add(of(item)));
            return new Sequence(values, false);
        }
        throw new JinjaException(
                "a variable of the Java type " + object.getClass().getName()
                        + " can't be passed to a template; pass texts, numbers, booleans, lists and maps");
    }

    static boolean equal(Value one, Value other, Budget budget) {
        budget.step();
        if (one == other) {
            return true;
        }
        Double left = Numbers.real(one);
        Double right = Numbers.real(other);
        if (left != null && right != null) {
            return Numbers.compare(one, other) == 0;
        }
        if (one instanceof Undefined) {
            return other instanceof Undefined;
        }
        if (one instanceof MarkedText text) {
            return other instanceof MarkedText same && equal(text, same, budget);
        }
        return equalCollections(one, other, budget);
    }

    private static boolean equal(MarkedText one, MarkedText other, Budget budget) {
        if (one.length() != other.length()) {
            return false;
        }
        budget.characters(one.length());
        return one.equals(other);
    }

    /** Compares lists and dictionaries; all other values are equal only to themselves. */
    private static boolean equalCollections(Value one, Value other, Budget budget) {
        if (one instanceof Sequence first && other instanceof Sequence second) {
            return first.tuple() == second.tuple() && equal(first.items(), second.items(), budget);
        }
        return one instanceof Dictionary first
                && other instanceof Dictionary second
                && equal(first.entries(), second.entries(), budget);
    }

    private static boolean equal(List<Value> one, List<Value> other, Budget budget) {
        if (one.size() != other.size()) {
            return false;
        }
        Iterator<Value> rest = other.iterator();
        return one.stream().allMatch(each -> equal(each, rest.next(), budget));
    }

    private static boolean equal(Map<Value, Value> one, Map<Value, Value> other, Budget budget) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream().allMatch(entry -> {
                    Value second = other.get(entry.getKey());
                    return second != null && equal(entry.getValue(), second, budget);
                });
    }

    /** Returns a negative number, 0 or a positive number if {@code one} is less than, equal to or greater than {@code other}. */
    static int compare(Value one, Value other, Budget budget) {
        budget.step();
        if (one instanceof MarkedText left && other instanceof MarkedText right) {
            return compare(left.plain(), right.plain());
        }
        if (Numbers.real(one) != null && Numbers.real(other) != null) {
            return Numbers.compare(one, other);
        }
        if (one instanceof Sequence left && other instanceof Sequence right && left.tuple() == right.tuple()) {
            return compare(left.items(), right.items(), budget);
        }
        throw new JinjaException("values of the types " + one.type() + " and " + other.type() + " can't be compared");
    }

    private static int compare(List<Value> one, List<Value> other, Budget budget) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            boolean same = equal(one.get(i), other.get(i), budget);
            int order = same ? 0 : compare(one.get(i), other.get(i), budget);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    private static int compare(String one, String other) {
        int i = 0;
        while (i < one.length() && i < other.length()) {
            int left = one.codePointAt(i);
            int right = other.codePointAt(i);
            if (left != right) {
                return Integer.compare(left, right);
            }
            i += Character.charCount(left);
        }
        return Integer.compare(one.length(), other.length());
    }

    /** Returns whether {@code container} has {@code value}, as Python's {@code in} does. */
    static boolean contains(Value container, Value value, Budget budget) {
        if (container instanceof MarkedText text) {
            if (value instanceof MarkedText part) {
                budget.characters(text.length());
                return text.plain().contains(part.plain());
            }
            throw new JinjaException("'in' of a text needs a text, but got a value of type " + value.type());
        }
        if (container instanceof Dictionary dictionary) {
            return dictionary.entries().containsKey(Dictionary.key(value));
        }
        return container.iterate(budget).stream().anyMatch(each -> equal(each, value, budget));
    }
}
