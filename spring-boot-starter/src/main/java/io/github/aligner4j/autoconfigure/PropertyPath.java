package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.PropertyNames.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way of a given name through the known ones.
 *
 * @param given the elements of the name
 * @param known the number of elements that are known
 * @param reached the node that the known ones lead to
 */
record PropertyPath(List<String> given, int known, PropertyNames reached) {

    /**
     * Follows the elements of a name from {@code root} as far as they are known.
     *
     * @param split true if a known name may be written as several elements, as {@code MAX_NEW_TOKENS} is in an environment
     *     variable, where a dash can't be told from a dot
     */
    static PropertyPath follow(PropertyNames root, List<String> given, boolean split) {
        PropertyPath path = new PropertyPath(given, 0, root);
        while (path.known < given.size()) {
            PropertyPath next = path.step(split);
            if (next == null) {
                return path;
            }
            path = next;
        }
        return path;
    }

    private @Nullable PropertyPath step(boolean split) {
        String next = given.get(known);
        return switch (reached.kind()) {
            case VALUE -> null;
            // An index; nothing is below it, as lists are of words.
            case LIST ->
                next.chars().allMatch(Character::isDigit) && known == given.size() - 1
                        ? new PropertyPath(given, known + 1, reached)
                        : null;
            case MAP ->
                new PropertyPath(
                        given, known + 1, reached.children().values().iterator().next());
            case GROUP -> child(split);
        };
    }

    private @Nullable PropertyPath child(boolean split) {
        StringBuilder name = new StringBuilder();
        for (int end = known; end < (split ? given.size() : known + 1); end++) {
            name.append(given.get(end));
            String uniform = PropertyNames.uniform(name.toString());
            for (var child : reached.children().entrySet()) {
                if (PropertyNames.uniform(child.getKey()).equals(uniform)) {
                    return new PropertyPath(given, end + 1, child.getValue());
                }
            }
        }
        return null;
    }

    /** Returns whether all of the name is known, so that it leads to a property or a group of such. */
    boolean isKnown() {
        return known == given.size();
    }

    /** Returns the few names that may have been meant, without the prefix, the nearest first. */
    List<String> nearest(PropertyNames root) {
        Map<String, Integer> distances = new LinkedHashMap<>();
        if (reached.kind() == Kind.GROUP) {
            String unknown = given.get(known);
            reached.children().keySet().stream()
                    .filter(child -> NearestNames.near(unknown, child))
                    .forEach(child -> distances.put(corrected(child), NearestNames.distance(unknown, child)));
        }
        if (!distances.isEmpty() && known < given.size() - 1) {
            return NearestNames.first(distances);
        }
        // What is there, but in another place, is less near.
        String last = last(given);
        root.paths().stream()
                .filter(path -> NearestNames.near(last, last(path)))
                .forEach(path -> distances.putIfAbsent(named(path), NearestNames.distance(last, last(path)) + 1));
        return NearestNames.first(distances);
    }

    /** Returns the name with its first unknown element replaced; what is behind that stays if it is known there. */
    private String corrected(String child) {
        List<String> rest = given.subList(known + 1, given.size());
        PropertyNames below = reached.children().get(child);
        boolean stays = below != null && follow(below, rest, false).isKnown();
        return dotted(PropertyNames.joined(List.of(given.subList(0, known), List.of(child), stays ? rest : List.of())));
    }

    /** Returns a known name with the names that the application chose, as far as both begin alike. */
    private String named(List<String> path) {
        List<String> named = new ArrayList<>(path);
        for (int i = 0; i < Math.min(path.size(), known); i++) {
            if (path.get(i).equals(PropertyNames.ANY)) {
                named.set(i, given.get(i));
            } else if (!path.get(i).equals(given.get(i))) {
                break;
            }
        }
        return dotted(named);
    }

    private static String dotted(List<String> elements) {
        return String.join(".", elements).replaceAll("\\.(\\d+)(?=\\.|$)", "[$1]");
    }

    private static String last(List<String> elements) {
        return elements.get(elements.size() - 1);
    }
}
