// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The reference page of the properties has a row for each property, and no others. */
class PropertiesPageTest {

    private static final Pattern ROW = Pattern.compile("^\\| `(aligner\\.[^`]+)` \\| (.+) \\|$", Pattern.MULTILINE);

    /** The end of the name of a row for several properties, each of which it names by itself. */
    private static final String ALL = ".*";

    @Test
    void each_property_has_a_row() throws IOException {
        Map<String, String> rows = rows();

        assertThat(properties())
                .allSatisfy(property -> assertThat(rows.entrySet())
                        .as(property)
                        .anyMatch(row -> describes(row.getKey(), row.getValue(), property)));
    }

    @Test
    void each_row_is_about_a_property() throws IOException {
        Set<String> properties = properties();

        assertThat(rows())
                .allSatisfy((row, meaning) ->
                        assertThat(properties).as(row).anyMatch(property -> describes(row, meaning, property)));
    }

    @Test
    void so_has_each_property_that_editors_know() throws IOException {
        Set<String> properties = properties();
        try (InputStream metadata = Objects.requireNonNull(
                getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            assertThat(JsonMapper.shared().readTree(metadata).get("properties").valueStream())
                    .extracting(property -> property.get("name").stringValue())
                    .filteredOn(name -> name.startsWith("aligner."))
                    .allSatisfy(name -> assertThat(properties)
                            .as(name)
                            .anyMatch(property -> property.equals(name) || property.startsWith(name + ".")));
        }
    }

    private static boolean describes(String row, String meaning, String property) {
        if (!row.endsWith(ALL)) {
            return row.equals(property);
        }
        String group = row.substring(0, row.length() - ALL.length() + 1);
        return property.startsWith(group) && meaning.contains("`" + property.substring(group.length()) + "`");
    }

    private static Map<String, String> rows() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("docs/guide/properties.md"))) {
            root = Objects.requireNonNull(root.getParent(), "no folder above has docs/guide");
        }
        Map<String, String> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Files.readString(root.resolve("docs/guide/properties.md")));
        while (row.find()) {
            assertThat(rows.put(row.group(1), row.group(2))).as(row.group(1)).isNull();
        }
        return rows;
    }

    private static Set<String> properties() {
        Set<String> names = new TreeSet<>();
        collect("aligner", PropertyNames.of(AlignerProperties.class), names);
        return names;
    }

    private static void collect(String name, PropertyNames node, Set<String> names) {
        switch (node.kind()) {
            case VALUE, LIST -> names.add(name);
            case GROUP, GROUP_OR_VALUE ->
                node.children().forEach((child, below) -> collect(name + "." + child, below, names));
            case MAP -> collect(name + ".<name>", element(node), names);
            case GROUPS -> collect(name + "[n]", element(node), names);
            case GROUPS_OR_VALUE -> {
                names.add(name);
                collect(name + "[n]", element(node), names);
            }
        }
    }

    private static PropertyNames element(PropertyNames node) {
        return List.copyOf(node.children().values()).get(0);
    }
}
