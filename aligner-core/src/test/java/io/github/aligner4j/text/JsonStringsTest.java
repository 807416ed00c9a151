package io.github.aligner4j.text;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonStringsTest {

    @Test
    void string_values_change_and_everything_else_stays_as_it_was_written() {
        String json = "{ \"name\" : \"a\\u0062c\",\n\t\"n\":1.50, \"list\":[\"x\", null, {\"deep\":\"y\"}] }";

        assertThat(JsonStrings.map(json, value -> value.toUpperCase(Locale.ROOT)))
                .isEqualTo("{ \"name\" : \"ABC\",\n\t\"n\":1.50, \"list\":[\"X\", null, {\"deep\":\"Y\"}] }");
    }

    @Test
    void an_unchanged_value_keeps_its_escapes() {
        String json = "{\"a\":\"\\u00e9\\/\\n\",\"b\":\"bad\"}";

        assertThat(JsonStrings.map(json, value -> value.equals("bad") ? "good" : value))
                .isEqualTo("{\"a\":\"\\u00e9\\/\\n\",\"b\":\"good\"}");
    }

    @Test
    void a_fence_stays_around_the_value() {
        assertThat(JsonStrings.map("```json\n[\"a\"]\n```\n", value -> "b")).isEqualTo("```json\n[\"b\"]\n```\n");
    }

    @Test
    void what_is_no_json_is_refused_without_being_quoted() {
        assertThatThrownBy(() -> JsonStrings.map("secret", value -> value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "string values can be changed in one JSON object or array only, but the 6 characters given are"
                                + " none");
    }

    @Property
    void whatever_a_value_becomes_the_answer_stays_json(@ForAll String value) {
        String changed = JsonStrings.map("```json\n{\"k\":\"v\",\"l\":[\"v\"]}\n```", old -> value);

        assertThat(StructuredText.isJson(changed)).isTrue();
        assertThat(JsonStrings.map(changed, old -> {
                    assertThat(old).isEqualTo(value);
                    return "v";
                }))
                .isEqualTo("```json\n{\"k\":\"v\",\"l\":[\"v\"]}\n```");
    }
}
