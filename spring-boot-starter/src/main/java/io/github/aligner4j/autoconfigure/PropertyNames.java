package io.github.aligner4j.autoconfigure;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * The names that there are below a prefix, read from the records that they are bound to.
 *
 * @param kind the kind of node
 * @param children the nodes below, by name; of a map, the node of each entry, under {@link #ANY}
 */
record PropertyNames(Kind kind, Map<String, PropertyNames> children) {

    /** Stands for the name of a map's entry, which the application chooses. */
    static final String ANY = "<name>";

    private static final PropertyNames VALUE = new PropertyNames(Kind.VALUE, Map.of());
    private static final PropertyNames LIST = new PropertyNames(Kind.LIST, Map.of());

    /** The kind of node. */
    enum Kind {
        VALUE,
        LIST,
        GROUP,
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
        if (type instanceof ParameterizedType) {
            return LIST;
        }
        return type instanceof Class<?> record && record.isRecord() ? of(record.asSubclass(Record.class)) : VALUE;
    }

    /** Returns whether a value can be given here, rather than below. */
    boolean takesValue() {
        return kind == Kind.VALUE || kind == Kind.LIST;
    }

    /** Returns all names that take a value, each as its elements. */
    List<List<String>> paths() {
        if (takesValue()) {
            return List.of(List.of());
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

    /** Returns {@code name} without what spellings of the same property differ in. */
    static String uniform(String name) {
        StringBuilder uniform = new StringBuilder();
        name.chars()
                .filter(Character::isLetterOrDigit)
                .map(Character::toLowerCase)
                .forEach(uniform::appendCodePoint);
        return uniform.toString();
    }
}
