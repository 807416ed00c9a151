// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.golden.GoldenCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Tokens that transformers made, written by {@code tests/golden/make_tokenizers.py}. */
class ReferenceTokensTest {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int MODEL_TOKENS = 320;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"t5-unigram, 1", "llama-unigram, 0", "gemma-unigram, 0"})
    void a_unigram_tokenizer_makes_the_tokens_that_transformers_makes(String name, int trailing) throws IOException {
        Path file = copy(name + "/tokenizer.json");
        try (DjlTokenizer tokenizer = DjlTokenizer.load(file, MODEL_TOKENS)) {
            for (JsonNode row : MAPPER.readTree(Files.readAllBytes(copy(name + "/reference.json")))
                    .values()) {
                String text = row.get("text").stringValue();
                if (text.equals(row.get("decoded").stringValue())) {
                    // What is put behind a sequence would end it before it is continued.
                    int[] ids = ids(row.get("ids"));
                    assertThat(tokenizer.encode(Prompt.of(text)))
                            .as(text)
                            .containsExactly(Arrays.copyOf(ids, ids.length - trailing));
                    assertThat(tokenizer.decode(ids(row.get("bare")))).isEqualTo(text);
                }
            }
        }
    }

    @Test
    void special_tokens_in_a_text_stay_text_in_a_unigram_tokenizer() throws IOException {
        Path file = copy("llama-unigram/tokenizer.json");
        try (DjlTokenizer tokenizer = DjlTokenizer.load(file, MODEL_TOKENS)) {
            int[] ids = tokenizer.encode(Prompt.of("the </s> cat<s>"));
            assertThat(IntStream.of(ids).skip(1)).doesNotContain(0, 1, 2);
            assertThat(tokenizer.decode(ids)).isEqualTo("the </s> cat<s>");
            assertThat(tokenizer.encode(new Prompt(List.of(new Prompt.SpecialToken("</s>")))))
                    .containsExactly(1, 2);
        }
    }

    @Test
    void the_configuration_is_applied_as_transformers_applies_it() throws IOException {
        Path golden = GoldenCheckpoint.unpack("llama-gqa", folder).folder();
        Files.writeString(golden.resolve("config.json"), "{\"model_type\": \"llama\"}");
        ObjectNode json = (ObjectNode) MAPPER.readTree(Files.readAllBytes(golden.resolve("tokenizer.json")));
        int cases = 0;
        for (JsonNode one :
                MAPPER.readTree(Files.readAllBytes(copy("config/cases.json"))).values()) {
            json.set("post_processor", one.get("post_processor"));
            ((ObjectNode) json.get("pre_tokenizer")).set("add_prefix_space", one.get("prefix"));
            Files.writeString(golden.resolve("tokenizer.json"), json.toString());
            Files.writeString(
                    golden.resolve("tokenizer_config.json"), one.get("config").toString());
            try (DjlTokenizer tokenizer = DjlTokenizer.load(golden.resolve("tokenizer.json"), MODEL_TOKENS)) {
                int[] ids =
                        IntStream.of(ids(one.get("ids"))).filter(id -> id != 2).toArray();
                assertThat(tokenizer.encode(Prompt.of("Hello, cat")))
                        .as(one.toString())
                        .containsExactly(ids);
            }
            cases++;
        }
        assertThat(cases).isGreaterThan(100);
    }

    private static int[] ids(JsonNode list) {
        return list.valueStream().mapToInt(JsonNode::intValue).toArray();
    }

    private Path copy(String resource) throws IOException {
        try (InputStream stream = ReferenceTokensTest.class.getResourceAsStream("/tokenizers/" + resource)) {
            Path file = folder.resolve(Path.of(resource).getFileName());
            return Files.write(file, Objects.requireNonNull(stream, resource).readAllBytes());
        }
    }
}
