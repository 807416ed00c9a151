// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.util.ClassUtils;

/**
 * The known property names below a prefix, read from the records to which they are bound.
 *
 * @param kind the kind of node
 * @param children the nodes below, by name; of a map, the node of all entries, by {@link #ANY}
 */
record PropertyNames(Kind kind, Map<String, PropertyNames> children) {

    /** The placeholder for the name of a map's entry, which the application chooses. */
    static final String ANY = "<name>";

    private static final PropertyNames VALUE = new PropertyNames(Kind.VALUE, Map.of());
    private static final PropertyNames LIST = new PropertyNames(Kind.LIST, Map.of());

    /** The kind of node. */
    enum Kind {
        VALUE,
        LIST,
        GROUP,
        /** A group that can also be written as a value, in its short form. */
        GROUP_OR_VALUE,
        /** A list of those, each named by its index; the list of their short forms can be written as a value. */
        GROUPS_OR_VALUE,
        /** A list of groups, each named by its index. */
        GROUPS,
        MAP
    }

    /** Returns the names that are bound to {@code type} and the records in it. */
    static PropertyNames of(Class<? extends Record> type) {
        Map<String, PropertyNames> children = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            children.put(DataObjectPropertyName.toDashedForm(component.getName()), of(component.getGenericType()));
        }
        return new PropertyNames(Kind.GROUP, children);
    }

    private static PropertyNames of(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            return new PropertyNames(Kind.MAP, Map.of(ANY, of(generic.getActualTypeArguments()[1])));
        }
        if (type instanceof ParameterizedType list) {
            Type element = list.getActualTypeArguments()[0];
            return element instanceof Class<?> group && group.isRecord() ? groups(group) : LIST;
        }
        return type instanceof Class<?> record && record.isRecord() ? of(record.asSubclass(Record.class)) : VALUE;
    }

    private static PropertyNames groups(Class<?> group) {
        PropertyNames names = of(group);
        return hasShortForm(group)
                ? new PropertyNames(
                        Kind.GROUPS_OR_VALUE, Map.of(ANY, new PropertyNames(Kind.GROUP_OR_VALUE, names.children)))
                : new PropertyNames(Kind.GROUPS, Map.of(ANY, names));
    }

    /** Returns whether Boot converts a string to the record, by a factory method. */
    private static boolean hasShortForm(Class<?> group) {
        return ClassUtils.getStaticMethod(group, "of", String.class) != null;
    }

    /** Returns whether a property of this name can have a value, rather than properties below it. */
    boolean takesValue() {
        return switch (kind) {
            case VALUE, LIST, GROUP_OR_VALUE, GROUPS_OR_VALUE -> true;
            case GROUP, GROUPS, MAP -> false;
        };
    }

    /** Returns whether the names below are known, each by itself. */
    boolean isGroup() {
        return kind == Kind.GROUP || kind == Kind.GROUP_OR_VALUE;
    }

    /** Returns the elements of all names that take a value, but for those in lists. */
    List<List<String>> paths() {
        if (takesValue()) {
            return List.of(List.of());
        }
        if (kind == Kind.GROUPS) {
            return List.of();
        }
        List<List<String>> paths = new ArrayList<>();
        children.forEach((name, child) ->
                child.paths().forEach(path -> paths.add(joined(List.of(List.of(name), path)))));
        return paths;
    }

    /** Returns the elements of {@code lists}, one list after the other. */
    static List<String> joined(List<List<String>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }

    /** Returns {@code name} in lower case, letters and digits only, since the same property can be spelt in several ways. */
    static String normalized(String name) {
        StringBuilder normalized = new StringBuilder();
        name.chars()
                .filter(Character::isLetterOrDigit)
                .map(Character::toLowerCase)
                .forEach(normalized::appendCodePoint);
        return normalized.toString();
    }
}
