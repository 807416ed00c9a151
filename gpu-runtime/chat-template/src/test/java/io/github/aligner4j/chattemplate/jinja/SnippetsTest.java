// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Compares with jinja2; {@code tests/golden/make_jinja_snippets.py} made the references. */
class SnippetsTest {

    private static final JsonMapper JSON = new JsonMapper();

    static Stream<Arguments> snippets() throws IOException {
        try (InputStream in = SnippetsTest.class.getResourceAsStream("snippets.json")) {
            JsonNode file = JSON.readTree(Objects.requireNonNull(in, "snippets.json"));
            Map<?, ?> variables = JSON.treeToValue(file.path("variables"), Map.class);
            JsonNode rows = file.path("snippets");
            return IntStream.range(0, rows.size())
                    .mapToObj(i -> Arguments.of(
                            rows.get(i).path("template").stringValue(),
                            rows.get(i).has("text") ? rows.get(i).path("text").stringValue() : null,
                            variables));
        }
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void aTemplateIsRenderedAsJinja2Does(String template, @Nullable String text, Map<String, ?> variables) {
        if (text == null) {
            assertThatThrownBy(() -> render(template, variables)).isInstanceOf(JinjaException.class);
        } else {
            assertThat(render(template, variables)).isEqualTo(text);
        }
    }

    private static String render(String template, Map<String, ?> variables) {
        return JinjaTemplate.parse(template)
                .render(variables, Clock.systemUTC())
                .plain();
    }
}
