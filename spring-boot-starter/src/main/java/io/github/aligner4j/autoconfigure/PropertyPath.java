// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.PropertyNames.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The path of a name through the known names.
 *
 * @param elements the elements of the name
 * @param known the number of leading elements that are known
 * @param reached the node to which the known elements lead
 */
record PropertyPath(List<String> elements, int known, PropertyNames reached) {

    /**
     * Follows the elements of a name from {@code root} as far as they are known.
     *
     * @param split true if a known name may be written as several elements, as {@code MAX_NEW_TOKENS} is in an environment
     *     variable, where a dash can't be told from a dot
     */
    static PropertyPath follow(PropertyNames root, List<String> elements, boolean split) {
        PropertyPath path = new PropertyPath(elements, 0, root);
        while (path.known < elements.size()) {
            PropertyPath next = path.step(split);
            if (next == null) {
                return path;
            }
            path = next;
        }
        return path;
    }

    private @Nullable PropertyPath step(boolean split) {
        String next = elements.get(known);
        return switch (reached.kind()) {
            case VALUE -> null;
            // An index, with nothing below it.
            case LIST ->
                isIndex(next) && known == elements.size() - 1 ? new PropertyPath(elements, known + 1, reached) : null;
            case GROUPS, GROUPS_OR_VALUE, MAP ->
                reached.kind() != Kind.MAP && !isIndex(next)
                        ? null
                        : new PropertyPath(
                                elements,
                                known + 1,
                                reached.children().values().iterator().next());
            case GROUP, GROUP_OR_VALUE -> child(split);
        };
    }

    private static boolean isIndex(String element) {
        return element.chars().allMatch(Character::isDigit);
    }

    private @Nullable PropertyPath child(boolean split) {
        StringBuilder name = new StringBuilder();
        for (int end = known; end < (split ? elements.size() : known + 1); end++) {
            name.append(elements.get(end));
            String normalized = PropertyNames.normalized(name.toString());
            for (var child : reached.children().entrySet()) {
                if (PropertyNames.normalized(child.getKey()).equals(normalized)) {
                    return new PropertyPath(elements, end + 1, child.getValue());
                }
            }
        }
        return null;
    }

    /** Returns whether the whole name is known, as that of a property or of a group. */
    boolean isKnown() {
        return known == elements.size();
    }

    /** Returns the similar names that exist, without the prefix, the most similar first. */
    List<String> suggestions(PropertyNames root) {
        Map<String, Integer> distances = new LinkedHashMap<>();
        if (reached.isGroup()) {
            String unknown = elements.get(known);
            reached.children().keySet().stream()
                    .filter(child -> NearestNames.isSimilar(unknown, child))
                    .forEach(child -> distances.put(corrected(child), NearestNames.distance(unknown, child)));
        }
        if (!distances.isEmpty() && known < elements.size() - 1) {
            return NearestNames.first(distances);
        }
        // A name that exists in another group counts as less similar.
        String last = last(elements);
        root.paths().stream()
                .filter(path -> NearestNames.isSimilar(last, last(path)))
                .forEach(path ->
                        distances.putIfAbsent(withChosenNames(path), NearestNames.distance(last, last(path)) + 1));
        return NearestNames.first(distances);
    }

    /** Returns the name with its first unknown element replaced by {@code child}, and the rest if it is known there. */
    private String corrected(String child) {
        List<String> rest = elements.subList(known + 1, elements.size());
        PropertyNames below = reached.children().get(child);
        boolean restIsKnown = below != null && follow(below, rest, false).isKnown();
        return dotted(PropertyNames.joined(
                List.of(elements.subList(0, known), List.of(child), restIsKnown ? rest : List.of())));
    }

    /** Returns a known name with its placeholders replaced by this name's elements, as far as both begin alike. */
    private String withChosenNames(List<String> path) {
        List<String> chosen = new ArrayList<>(path);
        for (int i = 0; i < Math.min(path.size(), known); i++) {
            if (path.get(i).equals(PropertyNames.ANY)) {
                chosen.set(i, elements.get(i));
            } else if (!path.get(i).equals(elements.get(i))) {
                break;
            }
        }
        return dotted(chosen);
    }

    private static String dotted(List<String> elements) {
        return String.join(".", elements).replaceAll("\\.(\\d+)(?=\\.|$)", "[$1]");
    }

    private static String last(List<String> elements) {
        return elements.get(elements.size() - 1);
    }
}
