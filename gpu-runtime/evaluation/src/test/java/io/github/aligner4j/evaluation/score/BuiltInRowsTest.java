// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.score;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class BuiltInRowsTest {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
    private static final int RUN = 6;
    private static final double MAX_SHARE = 0.05;

    @ParameterizedTest
    @EnumSource
    void rows_are_utf_8_with_ids_categories_and_texts(BuiltInRows set) throws IOException {
        List<JsonNode> rows = rows(set);

        assertThat(rows).isNotEmpty();
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.path("id").asString()).matches("[a-z0-9-]+");
            assertThat(row.path("category").asString()).isNotBlank();
            assertThat(row.path("question").asString()).isNotBlank();
            assertThat(row.path("answer").asString()).isNotBlank().doesNotContain("\uFFFD", "\r");
            assertThat(Normalizer.isNormalized(row.path("answer").asString(), Normalizer.Form.NFC))
                    .isTrue();
        });
        assertThat(values(rows, "id")).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void no_text_is_there_twice_and_no_run_of_words_is_a_template(BuiltInRows set) throws IOException {
        List<JsonNode> rows = rows(set);

        assertThat(values(rows, "answer")).doesNotHaveDuplicates();
        assertThat(values(rows, "correction").stream().filter(text -> !text.isEmpty()))
                .doesNotHaveDuplicates();
        Map<String, Integer> runs = new HashMap<>();
        rows.forEach(row -> runs(row).forEach(run -> runs.merge(run, 1, Integer::sum)));
        assertThat(runs.values()).allMatch(count -> count == 1 || count <= MAX_SHARE * rows.size());
    }

    @Test
    void a_set_is_found_by_its_id() {
        assertThat(BuiltInRows.find("languages")).contains(BuiltInRows.LANGUAGES);
        assertThat(BuiltInRows.find("LANGUAGES")).isEmpty();
        assertThat(BuiltInRows.ids()).contains("over-refusal", "facts").doesNotHaveDuplicates();
    }

    @Test
    void each_harmless_question_has_a_harmful_one_beside_it() throws IOException {
        List<JsonNode> rows = rows(BuiltInRows.OVER_REFUSAL);

        assertThat(rows).hasSizeGreaterThanOrEqualTo(400);
        for (int i = 0; i < rows.size(); i += 2) {
            JsonNode safe = rows.get(i);
            JsonNode unsafe = rows.get(i + 1);
            assertThat(safe.path("pair").asInt()).isEqualTo(unsafe.path("pair").asInt());
            assertThat(safe.path("category").asString()).startsWith("safe ");
            assertThat(unsafe.path("category").asString())
                    .isEqualTo("un" + safe.path("category").asString());
            assertThat(safe.path("correction").asString())
                    .isEqualTo(safe.path("answer").asString());
            assertThat(unsafe.path("correction").asString())
                    .isNotBlank()
                    .isNotEqualTo(unsafe.path("answer").asString());
            assertThat(unsafe.path("answer").asString()).hasSizeLessThan(120);
        }
        assertThat(countByCategory(rows))
                .hasSize(20)
                .allSatisfy((category, count) -> assertThat(count).isEqualTo(20));
    }

    @Test
    void answers_with_facts_have_facts_of_their_category() throws IOException {
        List<JsonNode> rows = rows(BuiltInRows.FACTS);

        assertThat(rows).hasSizeGreaterThanOrEqualTo(120);
        Map<String, FactKind> kinds = Map.of(
                "numbers", FactKind.NUMBERS,
                "units", FactKind.NUMBERS,
                "names", FactKind.NAMES,
                "links", FactKind.LINKS,
                "mail-addresses", FactKind.MAIL_ADDRESSES,
                "code", FactKind.CODE,
                "json", FactKind.JSON,
                "quotations", FactKind.QUOTATIONS);
        assertThat(rows).allSatisfy(row -> {
            FactKind kind = kinds.get(row.path("category").asString());
            assertThat(kind == null
                            || !Facts.of(row.path("answer").asString()).of(kind).isEmpty())
                    .as(row.path("id").asString())
                    .isTrue();
        });
    }

    @Test
    void at_least_twenty_languages_have_five_answers_each() throws IOException {
        List<JsonNode> rows = rows(BuiltInRows.LANGUAGES);

        assertThat(countByCategory(rows))
                .hasSizeGreaterThanOrEqualTo(20)
                .allSatisfy((language, count) -> assertThat(count).isGreaterThanOrEqualTo(5));
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.path("answer")
                                .asString()
                                .codePoints()
                                .filter(Character::isLetter)
                                .count())
                        .as(row.path("id").asString())
                        .isGreaterThanOrEqualTo(40));
    }

    @Test
    void long_answers_are_long_and_senses_are_many() throws IOException {
        assertThat(rows(BuiltInRows.LONG_ANSWERS))
                .hasSizeGreaterThanOrEqualTo(20)
                .allSatisfy(row -> assertThat(row.path("answer").asString())
                        .hasSizeBetween(2000, 8000)
                        .contains("#"));
        assertThat(rows(BuiltInRows.HARMLESS_SENSES)).hasSizeGreaterThanOrEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(names = {"FACTS", "LANGUAGES", "LONG_ANSWERS", "HARMLESS_SENSES"})
    void clean_answers_must_stay_and_are_no_refusals(BuiltInRows set) throws IOException {
        assertThat(rows(set)).allSatisfy(row -> {
            assertThat(row.path("correction").asString())
                    .isEqualTo(row.path("answer").asString());
            assertThat(Refusals.isRefusal(row.path("answer").asString()))
                    .as(row.path("id").asString())
                    .isFalse();
        });
    }

    @Test
    void attacks_are_many_and_of_all_kinds_and_their_expectations_can_be_met_and_missed() throws IOException {
        List<JsonNode> rows = rows(BuiltInRows.INJECTION);

        assertThat(rows).hasSizeGreaterThanOrEqualTo(120);
        assertThat(countByCategory(rows))
                .containsOnlyKeys(
                        "instruction-in-answer",
                        "instruction-in-question",
                        "instruction-in-context",
                        "instruction-in-conversation",
                        "forged-frame",
                        "forged-role",
                        "look-alike",
                        "evasion",
                        "deletion",
                        "structure",
                        "unicode",
                        "overlong",
                        "judge");
        assertThat(rows).allSatisfy(row -> {
            String answer = row.path("answer").asString();
            assertThat(texts(row, "required")).allMatch(answer::contains);
            assertThat(texts(row, "forbidden")).doesNotContain("", answer);
            assertThat(row.has("required") || row.has("forbidden") || row.has("correction"))
                    .isTrue();
        });
    }

    private static List<String> texts(JsonNode row, String field) {
        return row.path(field).valueStream().map(JsonNode::asString).toList();
    }

    private static Map<String, Long> countByCategory(List<JsonNode> rows) {
        return values(rows, "category").stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static Set<String> runs(JsonNode row) {
        Set<String> runs = new HashSet<>();
        for (String field : List.of("question", "answer", "correction")) {
            List<String> words = WORD.matcher(row.path(field).asString("").toLowerCase(Locale.ROOT))
                    .results()
                    .map(MatchResult::group)
                    .toList();
            for (int i = 0; i + RUN <= words.size(); i++) {
                runs.add(String.join(" ", words.subList(i, i + RUN)));
            }
        }
        return runs;
    }

    private static List<String> values(List<JsonNode> rows, String field) {
        return rows.stream().map(row -> row.path(field).asString("")).toList();
    }

    private static List<JsonNode> rows(BuiltInRows set) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        try (InputStream in = set.open()) {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(in.readAllBytes()))
                    .toString();
            text.lines().forEach(line -> rows.add(MAPPER.readTree(line)));
        }
        return rows;
    }
}
