// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** docs/guide/aligner-json.md describes each field that is read, and no other. */
class AlignerJsonPageTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| ((?:`[\\w.]+`(?:, )?)+) \\| (.+) \\|$");
    private static final Pattern NAME = Pattern.compile("[\\w.]+");
    private static final Pattern JSON = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FORMER = Pattern.compile("`(\\w+)` for `");

    @TempDir
    private Path folder;

    @Test
    void each_field_has_a_row_or_is_in_the_row_of_its_object_or_has_a_present_name() throws IOException {
        Map<String, String> rows = rows();
        Set<String> former = former();

        DescriptorReader.FIELDS_BY_PATH.forEach((object, fields) -> assertThat(fields)
                .filteredOn(field -> !former.contains(field))
                .allSatisfy(field -> assertThat(rows.containsKey(field)
                                || rows.containsKey(object + "." + field)
                                || rows.getOrDefault(object, "").contains("`" + field + "`"))
                        .as(object + " " + field)
                        .isTrue()));
    }

    @Test
    void each_row_and_each_former_name_is_read() throws IOException {
        Set<String> fields = DescriptorReader.FIELDS_BY_PATH.values().stream()
                .flatMap(Set::stream)
                .collect(Collectors.toSet());

        assertThat(rows().keySet()).allSatisfy(row -> assertThat(fields).contains(row.replaceFirst(".*\\.", "")));
        assertThat(fields).containsAll(former());
        assertThat(former()).isNotEmpty();
    }

    @Test
    void each_example_is_read() throws IOException {
        List<String> examples = JSON.matcher(page())
                .results()
                .map((MatchResult match) -> match.group(1).strip())
                .toList();

        assertThat(examples).hasSize(2);
        assertThatCode(() -> read(examples.get(0))).doesNotThrowAnyException();
        assertThatCode(() -> read("{\"template\": \"aligner-7b\", \"detector\": " + examples.get(1) + "}"))
                .doesNotThrowAnyException();
    }

    private void read(String json) throws IOException {
        CheckpointDescriptors.readFile(Files.writeString(folder.resolve("aligner.json"), json));
    }

    private static Map<String, String> rows() throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(page());
        while (row.find()) {
            String meaning = row.group(2);
            NAME.matcher(row.group(1)).results().forEach(name -> rows.put(name.group(), meaning));
        }
        return rows;
    }

    private static Set<String> former() throws IOException {
        return FORMER.matcher(page()).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    private static String page() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("docs/guide/aligner-json.md"))) {
            root = Objects.requireNonNull(root.getParent(), "no folder above has docs/guide");
        }
        return Files.readString(root.resolve("docs/guide/aligner-json.md"));
    }
}
