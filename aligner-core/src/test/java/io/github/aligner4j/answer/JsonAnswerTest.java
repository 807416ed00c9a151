// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JsonAnswerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\": 1}", "[\"x\"]", "{}", "[]", "[1, 2]", "[{\"a\":{\"b\":[]}}]", "{\n \"a\": \"}\"\n}"})
    void a_value_is_found_bare_in_a_fence_and_in_prose(String json) {
        assertFound("", "", json, "", "");
        assertFound("", " \n", json, "\n", "");
        assertFound("", "```json\n", json, "\n```", "");
        assertFound("", "```\n", json, "\n```\n", "");
        assertFound("Sure, here is the JSON:", "\n```json\n", json, "\n```\n\n", "Anything else?");
        assertFound("Sure:", "\r\n\r\n~~~JSON\r\n", json, "\r\n~~~\r\n", "Bye.");
        assertFound("Sure:", "\n", json, "\n", "Bye {you}, [1].");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": 1}", "[ {\"a\":1}, {} ]"})
    void an_object_with_a_member_is_found_inside_a_line(String json) {
        assertFound("Here it is:", " ", json, "", ", as you wished.");
        assertFound("Here it is:", " `", json, "` ", "as you wished.");
        assertFound("", "```json ", json, "```", "");
    }

    private static void assertFound(String before, String opening, String json, String closing, String after) {
        assertThat(JsonAnswer.find(before + opening + json + closing + after))
                .contains(new JsonAnswer(before, opening, json, closing, after));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Hello.",
                "See [1] and {name}, or use {}.",
                "[1] Knuth, 1968",
                "[link](https://example.org) first",
                "- [ ] to do",
                "\"a string\"",
                "42",
                "{\"a\": 1",
                "{'a': 1}",
                "{\"a\": 1}\n{\"b\": 2}",
                "```json\n{\"a\": 1}\n```\nor\n```json\n{\"b\": 2}\n```",
                "```java\nvar json = {\"a\": 1};\n```\nBye.",
                "```python\nd = {\"a\": 1}",
                "int[] x = [1, 2];",
                "```json\n\n\n```"
            })
    void other_texts_have_no_value_of_their_own(String text) {
        assertThat(JsonAnswer.find(text)).isEmpty();
    }

    @Test
    void a_value_behind_code_of_another_language_is_found() {
        String code = "```java\nMap.of(\"a\", 1);\n// {\"a\": 2}\n```\nThat prints";

        assertFound(code, "\n", "{\"a\": 1}", "", "");
    }

    @Test
    void the_word_behind_a_fence_is_not_opening_but_prose_unless_it_says_json() {
        assertThat(JsonAnswer.find("```idiot {\"a\": 1}```"))
                .map(JsonAnswer::before)
                .isEmpty();
        assertThat(JsonAnswer.find("``idiot {\"a\": 1}``"))
                .map(JsonAnswer::before)
                .contains("``idiot");
    }

    @Test
    void strings_change_and_everything_else_stays_as_it_was_written() {
        String json = "{ \"name\" : \"a\\u0062c\",\n\t\"n\":1.50, \"li\\\"st\":[\"x\", null, {\"de\\u0065p\":\"y\"}] }";

        assertThat(JsonAnswer.find(json).orElseThrow().map(name -> name, value -> value.toUpperCase(Locale.ROOT)))
                .isEqualTo("{ \"name\" : \"ABC\",\n\t\"n\":1.50, \"li\\\"st\":[\"X\", null, {\"de\\u0065p\":\"Y\"}] }");
        assertThat(JsonAnswer.find(json).orElseThrow().map(name -> name.toUpperCase(Locale.ROOT), value -> value))
                .isEqualTo("{ \"NAME\" : \"a\\u0062c\",\n\t\"N\":1.50, \"LI\\\"ST\":[\"x\", null, {\"DEEP\":\"y\"}] }");
    }

    @Test
    void half_of_a_surrogate_pair_stays_an_escape_and_a_whole_one_a_character() {
        JsonAnswer json =
                JsonAnswer.find("[\"x \\ud83d x\\u0000 \\ud83d\\ude00\"]").orElseThrow();

        assertThat(json.map(name -> name, value -> value.replace('x', 'y')))
                .isEqualTo("[\"y \\ud83d y\\u0000 \ud83d\ude00\"]");
    }

    @Property
    void the_parts_are_the_text(@ForAll String before, @ForAll String value, @ForAll String after) {
        String text = before + "\n```json\n{\"k\":[\"v\"]}\n```\n" + after;

        JsonAnswer.find(text).ifPresent(found -> {
            assertThat(found.before() + found.opening() + found.json() + found.closing() + found.after())
                    .isEqualTo(text);
            String changed = found.map(name -> value, old -> value);
            assertThat(JsonAnswer.find(changed)).map(JsonAnswer::json).contains(changed);
        });
    }
}
