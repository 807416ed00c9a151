// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.origin.Origin;

/**
 * A property whose name is unknown, is that of a group, or hides the properties below it.
 *
 * @param name the property's name
 * @param path the path of the name through the known names
 * @param origin the place where the property is set, or null if unknown
 * @param suggestions the similar names that exist, without the prefix, the most similar first
 * @param environmentVariable true if it is an environment variable
 */
record InvalidProperty(
        ConfigurationPropertyName name,
        PropertyPath path,
        @Nullable Origin origin,
        List<String> suggestions,
        boolean environmentVariable) {

    /** Returns the problem and where it is. */
    String description() {
        String problem = path.isKnown()
                ? "The property '" + name + "' has a value, but "
                        + (hidesOthers() ? "so have properties below it" : "is a group of properties")
                : "There is no property '" + name + "'";
        return origin == null ? problem + "." : problem + " (" + origin + ").";
    }

    /** Returns the remedy. */
    String action() {
        if (hidesOthers()) {
            return "Remove '" + name + "', or the properties below it, which have no effect beside it.";
        }
        String remedy = !suggestions.isEmpty()
                ? "Did you mean " + listed(suggestions) + "?"
                : path.reached().isGroup()
                        ? "Remove '" + name + "', or choose from "
                                + listed(List.copyOf(path.reached().children().keySet())) + " below '" + parent() + "'."
                        : "Remove '" + name + "': '" + parent() + "' is a value.";
        boolean hasChosenName = environmentVariable && path.known() > 1;
        return hasChosenName
                ? remedy + " In an environment variable, write a name such as my-aligner as MYALIGNER."
                : remedy;
    }

    /** Returns whether it is the short form of a group that is there in its long form, too. */
    private boolean hidesOthers() {
        return path.isKnown() && path.reached().takesValue();
    }

    private ConfigurationPropertyName parent() {
        return name.chop(name.getNumberOfElements() - path.elements().size() + path.known());
    }

    private String listed(List<String> names) {
        List<String> shown = names == suggestions
                ? names.stream()
                        .map(suggestion -> "'" + name.chop(1) + "." + suggestion + "'")
                        .toList()
                : names;
        int last = shown.size() - 1;
        return last == 0 ? shown.get(0) : String.join(", ", shown.subList(0, last)) + " or " + shown.get(last);
    }
}
