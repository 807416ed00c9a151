// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.hub.KnownModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Known models as tables in Markdown. */
final class ModelsTable {

    private static final String UNKNOWN = "unknown";
    private static final double GIGABYTE = 1e9;

    private ModelsTable() {}

    /** Returns what one chooses by, in columns of equal width. */
    static String brief(List<KnownModel> models) {
        Map<String, Function<KnownModel, String>> columns = new LinkedHashMap<>();
        columns.put("name", KnownModel::name);
        columns.put("kind", model -> lower(model.kind()));
        columns.put("licence", ModelsTable::licence);
        columns.put("commercial use", model -> lower(model.licence().commercialUse()));
        columns.put("download", model -> gigabytes(model.size().diskBytes()));
        columns.put("memory", ModelsTable::memory);
        columns.put("source", ModelsTable::source);
        return table(models, columns);
    }

    /** Returns all that is known, with notes below the table. */
    static String full(List<KnownModel> models) {
        Map<String, Function<KnownModel, String>> columns = new LinkedHashMap<>();
        columns.put("name", model -> "`" + model.name() + "`");
        columns.put("purpose", KnownModel::description);
        columns.put("kind", model -> lower(model.kind()));
        columns.put("source", ModelsTable::source);
        columns.put("base", model -> orDash(model.base()));
        columns.put("template or corrector", ModelsTable::template);
        columns.put("licence", ModelsTable::licence);
        columns.put("commercial use", ModelsTable::commercialUse);
        columns.put("download", model -> gigabytes(model.size().diskBytes()));
        columns.put("memory", ModelsTable::memory);
        columns.put("facts from", ModelsTable::facts);
        return table(models, columns) + notes(models);
    }

    private static String table(List<KnownModel> models, Map<String, Function<KnownModel, String>> columns) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.copyOf(columns.keySet()));
        models.forEach(model -> rows.add(
                columns.values().stream().map(column -> column.apply(model)).toList()));
        int[] widths = IntStream.range(0, columns.size())
                .map(i ->
                        rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
                .toArray();
        rows.add(1, IntStream.of(widths).mapToObj("-"::repeat).toList());
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
    }

    private static String line(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(
                        i -> cells.get(i) + " ".repeat(widths[i] - cells.get(i).length()))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String notes(List<KnownModel> models) {
        Map<String, List<KnownModel>> notes = models.stream()
                .filter(model -> model.notes() != null)
                .collect(Collectors.groupingBy(
                        model -> String.valueOf(model.notes()), LinkedHashMap::new, Collectors.toList()));
        return notes.entrySet().stream()
                .map(note -> "- " + names(note.getValue()) + ": " + note.getKey() + ".\n")
                .collect(Collectors.joining("", "\n", ""));
    }

    private static String names(List<KnownModel> models) {
        return models.stream().map(model -> "`" + model.name() + "`").collect(Collectors.joining(", "));
    }

    private static String source(KnownModel model) {
        return model.source() == null ? UNKNOWN : model.source().toString();
    }

    private static String template(KnownModel model) {
        return model.template() == null ? orDash(model.corrector()) : model.template();
    }

    private static String licence(KnownModel model) {
        String name = model.licence().name();
        return name == null ? UNKNOWN : name;
    }

    private static String commercialUse(KnownModel model) {
        String answer = lower(model.licence().commercialUse());
        return model.licence().link() == null
                ? answer
                : "[" + answer + "](" + model.licence().link() + ")";
    }

    private static String facts(KnownModel model) {
        return IntStream.range(0, model.facts().size())
                .mapToObj(i -> "[" + (i + 1) + "](" + model.facts().get(i) + ")")
                .collect(Collectors.joining(" "));
    }

    private static String memory(KnownModel model) {
        return model.size().memoryBytes().isPresent()
                ? gigabytes(model.size().memoryBytes().getAsLong())
                : UNKNOWN;
    }

    private static String gigabytes(@Nullable Long bytes) {
        return bytes == null ? UNKNOWN : String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
    }

    private static String orDash(@Nullable String value) {
        return value == null ? "-" : value;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
