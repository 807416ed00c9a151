// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.blind.BlindJudgments;
import io.github.aligner4j.evaluation.blind.BlindKey;
import io.github.aligner4j.evaluation.blind.BlindSheet;
import io.github.aligner4j.evaluation.blind.BlindVerdict;
import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judging.JudgedPair;
import io.github.aligner4j.evaluation.page.BlindPage;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * People as judges of a comparison: writes sheets for them, keeps the sheets' keys in the folder of the comparison, and reads their
 * verdicts.
 *
 * @param folder the folder of the comparison
 */
record JudgingPeople(Path folder) {

    private static final String KEYS = "blind-keys";

    /**
     * Writes a sheet as a page and, beside it, as a table; and its key.
     *
     * @param page the file of the page, which ends in {@code .html}
     */
    void write(BlindSheet sheet, Path page) throws IOException {
        String name = String.valueOf(page.getFileName());
        if (!name.toLowerCase(Locale.ROOT).endsWith(".html")) {
            throw new IOException(page + ": --blind-sheet must name a file that ends in .html");
        }
        OutputFile.require("--blind-sheet", page);
        Path table = page.resolveSibling(name.substring(0, name.length() - ".html".length()) + ".csv");
        Path keys = Files.createDirectories(folder.resolve(KEYS));
        WholeFile.writePrivate(keys.resolve(sheet.id() + ".json"), json(sheet).toPrettyString() + "\n");
        WholeFile.writePrivate(page, BlindPage.html(sheet));
        WholeFile.writePrivate(table, BlindTable.csv(sheet));
    }

    /**
     * Reads verdicts as judgments: those of each person, and of the majority if there are several.
     *
     * @param files files, each with or without {@code NAME=} before it
     * @param pairs the pairs of the comparison as it is now
     * @throws IOException if a file can't be read, belongs to no sheet of this comparison, or has answers that have changed since
     */
    List<Judgment> read(List<String> files, List<JudgedPair> pairs) throws IOException {
        if (files.isEmpty()) {
            return List.of();
        }
        List<BlindKey> keys = keys(pairs);
        Set<String> aspects = aspects();
        Map<String, List<BlindVerdict>> given = new LinkedHashMap<>();
        for (String each : files) {
            PersonsVerdicts verdicts = PersonsVerdicts.read(each);
            requireKnown(verdicts, keys, aspects);
            given.computeIfAbsent(BlindJudgments.judge(verdicts.reader()), judge -> new ArrayList<>())
                    .addAll(verdicts.verdicts());
        }
        Map<String, List<Judgment>> people = new LinkedHashMap<>();
        given.forEach((judge, verdicts) -> people.put(judge, BlindJudgments.of(judge, keys, verdicts)));
        List<Judgment> judgments =
                people.values().stream().flatMap(List::stream).collect(Collectors.toCollection(ArrayList::new));
        if (people.size() > 1) {
            judgments.addAll(BlindJudgments.majority(List.copyOf(judgments)));
        }
        return judgments;
    }

    private static void requireKnown(PersonsVerdicts verdicts, List<BlindKey> keys, Set<String> aspects)
            throws IOException {
        Set<String> known = keys.stream().map(BlindKey::pair).collect(Collectors.toSet());
        for (BlindVerdict verdict : verdicts.verdicts()) {
            if (!known.contains(verdict.pair())) {
                throw new IOException(verdicts.file() + ": pair " + verdict.pair()
                        + " is on no sheet of this comparison; name the --output from which the sheet was written");
            }
            if (!aspects.contains(verdict.aspect())) {
                throw new IOException(
                        verdicts.file() + ": pair " + verdict.pair() + " was not to be compared by the aspect '"
                                + verdict.aspect() + "', but by " + aspects + "; correct the file");
            }
        }
    }

    /** Returns the keys of all sheets of the comparison. */
    private List<BlindKey> keys(List<JudgedPair> pairs) throws IOException {
        Map<List<String>, String> digests = new HashMap<>();
        pairs.forEach(
                pair -> digests.put(List.of(pair.rowId(), pair.system(), pair.baseline()), BlindSheet.digest(pair)));
        List<BlindKey> keys = new ArrayList<>();
        for (Path file : keyFiles()) {
            for (BlindKey key : keys(file)) {
                String digest = digests.get(List.of(key.rowId(), key.system(), key.baseline()));
                if (digest != null && !digest.equals(key.digest())) {
                    throw new IOException(file + ": the answers to row '" + key.rowId()
                            + "' have changed since the sheet was written, so its verdicts are about other texts;"
                            + " write a new --blind-sheet");
                }
                keys.add(key);
            }
        }
        return keys;
    }

    private List<Path> keyFiles() throws IOException {
        Path keys = folder.resolve(KEYS);
        if (!Files.isDirectory(keys)) {
            throw new IOException(
                    keys + ": there is no such folder, so no --blind-sheet was written from this comparison");
        }
        try (Stream<Path> files = Files.list(keys)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    /** Returns the aspects of all sheets of the comparison. */
    private Set<String> aspects() throws IOException {
        Set<String> aspects = new TreeSet<>();
        for (Path file : keyFiles()) {
            aspects.addAll(read(file).path("aspects").propertyNames());
        }
        return aspects;
    }

    private static JsonNode read(Path file) throws IOException {
        try {
            return Json.MAPPER.readTree(Files.readString(file));
        } catch (JacksonException e) {
            throw new IOException(file + ": this is not the key of a blind sheet", e);
        }
    }

    private static List<BlindKey> keys(Path file) throws IOException {
        List<BlindKey> keys = new ArrayList<>();
        for (JsonNode pair : read(file).path("pairs")) {
            keys.add(new BlindKey(
                    pair.path("pair").asString(""),
                    pair.path("row").asString(""),
                    pair.path("system").asString(""),
                    pair.path("baseline").asString(""),
                    pair.path("A").asString("").equals(pair.path("system").asString("")),
                    pair.path("digest").asString("")));
        }
        return keys;
    }

    private static ObjectNode json(BlindSheet sheet) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("sheet", sheet.id());
        json.put("title", sheet.title());
        ObjectNode aspects = json.putObject("aspects");
        sheet.aspects().forEach(aspect -> aspects.put(aspect.name(), aspect.definition()));
        ArrayNode pairs = json.putArray("pairs");
        for (BlindKey key : sheet.key()) {
            pairs.addObject()
                    .put("pair", key.pair())
                    .put("row", key.rowId())
                    .put("system", key.system())
                    .put("baseline", key.baseline())
                    .put("A", key.systemFirst() ? key.system() : key.baseline())
                    .put("digest", key.digest());
        }
        return json;
    }
}
