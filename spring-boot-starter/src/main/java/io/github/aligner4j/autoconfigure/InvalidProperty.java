package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.PropertyNames.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.origin.Origin;

/**
 * A property that can't be meant, by its name.
 *
 * @param name the name as given
 * @param path the path, as far as it is known
 * @param origin the place where it is given, or null if unknown
 * @param nearest the property that may have been meant, below the prefix
 * @param variable true if it is an environment variable
 */
record InvalidProperty(
        ConfigurationPropertyName name,
        PropertyPath path,
        @Nullable Origin origin,
        List<String> nearest,
        boolean variable) {

    /** Returns the problem and its place. */
    String description() {
        String what = path.isKnown()
                ? "The property '" + name + "' has a value, but is a group of properties"
                : "There is no property '" + name + "'";
        return origin == null ? what + "." : what + " (" + origin + ").";
    }

    /** Returns the remedy. */
    String action() {
        String instead = !nearest.isEmpty()
                ? "Did you mean " + listed(nearest) + "?"
                : path.reached().kind() == Kind.GROUP
                        ? "Remove '" + name + "', or choose from "
                                + listed(List.copyOf(path.reached().children().keySet())) + " below '" + parent() + "'."
                        : "Remove '" + name + "': '" + parent() + "' is a value.";
        boolean dashed = variable && path.known() > 1;
        return dashed
                ? instead + " In an environment variable, write a name such as my-aligner as MYALIGNER."
                : instead;
    }

    private ConfigurationPropertyName parent() {
        return name.chop(name.getNumberOfElements() - path.given().size() + path.known());
    }

    private String listed(List<String> names) {
        List<String> shown = names == nearest
                ? names.stream()
                        .map(nearestName -> "'" + name.chop(1) + "." + nearestName + "'")
                        .toList()
                : names;
        int last = shown.size() - 1;
        return last == 0 ? shown.get(0) : String.join(", ", shown.subList(0, last)) + " or " + shown.get(last);
    }
}
