// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.completion.SamplingParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IntrinsicDefinitionTest {

    private static final String MINIMAL = "model: ~\nresponse_format: ~\ntransformations: ~\n";

    @Test
    void a_definition_says_how_the_adapter_is_asked() {
        IntrinsicDefinition gate = Intrinsics.gate();

        assertThat(gate.name()).isEqualTo("guardian-core");
        assertThat(gate.model()).isEmpty();
        assertThat(gate.placeholders()).containsExactly("criteria", "target_role");
        assertThat(gate.sampling()).isEqualTo(SamplingParameters.GREEDY.withMaxNewTokens(15));
        assertThat(gate.transformations()).hasSize(2);
        assertThat(Intrinsics.policy().model()).hasValue("policy-adapter");
        assertThat(gate)
                .hasToString("IntrinsicDefinition[guardian-core, [name, model, response_format, transformations,"
                        + " instruction, parameters, sentence_boundaries]]");
    }

    @Test
    void optional_fields_may_be_left_out() {
        IntrinsicDefinition minimal = IntrinsicDefinition.parse(MINIMAL);

        assertThat(minimal.name()).isEqualTo("intrinsic");
        assertThat(minimal.placeholders()).isEmpty();
        assertThat(minimal.sampling()).isEqualTo(SamplingParameters.GREEDY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "response_format", "transformations"})
    void required_fields_are_missed_by_name(String field) {
        assertRefused(MINIMAL.replace(field + ": ~\n", ""), "the field '" + field + "' is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"decode_sentences", "explode", "project", "merge_spans", "drop_duplicates"})
    void transformations_that_are_not_supported_are_refused_by_name(String type) {
        assertRefused(
                MINIMAL.replace("transformations: ~", "transformations: [{type: " + type + ", input_path: []}]"),
                "the transformation '" + type + "' is not supported; supported are likelihood and nest");
    }

    @Test
    void other_things_that_are_not_supported_are_refused_by_name() {
        assertRefused(
                MINIMAL + "prompt: hi\n",
                "the field 'prompt' is unknown; known are docs_as_message, instruction, model, name, parameters,"
                        + " response_format, transformations");
        assertRefused(
                MINIMAL + "sentence_boundaries: {documents: c}\n",
                "the field 'sentence_boundaries' is not supported, unless it is null");
        assertRefused(
                MINIMAL + "logprobs_workaround: true\n",
                "the field 'logprobs_workaround' is not supported, unless it is null");
        assertRefused(
                MINIMAL + "docs_as_message: roles\n", "'docs_as_message' must be string or json, but was 'roles'");
        assertRefused(
                MINIMAL.replace("transformations: ~", "transformations: [{type: sort, input_path: []}]"),
                "the transformation 'sort' is unknown; supported are likelihood and nest");
        assertRefused(
                MINIMAL + "parameters: {presence_penalty: 1}\n",
                "'presence_penalty' of 'parameters' is not supported; supported are max_completion_tokens, max_tokens,"
                        + " seed, temperature and top_p");
        assertRefused(
                MINIMAL.replace("response_format: ~", "response_format: '{\"anyOf\": []}'"),
                "'response_format' has the keyword 'anyOf', which is not supported");
        assertRefused(
                MINIMAL.replace(
                        "response_format: ~", "response_format: '{\"properties\": {\"a\": {\"$ref\": \"#\"}}}'"),
                "'response_format' has the keyword '$ref', which is not supported");
    }

    @Test
    void values_of_the_wrong_kind_are_refused() {
        assertRefused("- a\n", "an intrinsic's definition must be a YAML mapping");
        assertRefused(MINIMAL + "model: x\n", "no YAML that is supported: line 4: found duplicate key model");
        assertRefused("a: [1\n", "no YAML that is supported: line 2: expected ',' or ']', but got <stream end>");
        assertRefused(
                "a: &a [1]\nb: *a\n",
                "no YAML that is supported: Number of aliases for non-scalar nodes exceeds the specified max=0");
        assertRefused("", "an intrinsic's definition must be a YAML mapping");
        assertRefused(MINIMAL.replace("model: ~", "model: 3"), "'model' must be a text or null");
        assertRefused(MINIMAL + "instruction: [a]\n", "'instruction' must be a text or null");
        assertRefused(MINIMAL + "parameters: 3\n", "'parameters' must be a mapping or null");
        assertRefused(MINIMAL + "parameters: {temperature: hot}\n", "'temperature' of 'parameters' must be a number");
        assertRefused(MINIMAL + "parameters: {max_tokens: 1.5}\n", "'max_tokens' of 'parameters' must be an integer");
        assertRefused(MINIMAL + "parameters: {max_tokens: 0}\n", "max-new-tokens must be at least 1, but was 0");
        assertRefused(
                MINIMAL.replace("transformations: ~", "transformations: nest"),
                "'transformations' must be a list or null");
        assertRefused(
                MINIMAL.replace("response_format: ~", "response_format: '{\"type\": \"tuple\"}'"),
                "'response_format' has a 'type' that is none of [array, boolean, integer, null, number, object, string]");
        assertThatThrownBy(
                        () -> IntrinsicDefinition.parse(MINIMAL.replace("response_format: ~", "response_format: '{'")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'response_format' is no JSON: ");
    }

    @Test
    void transformations_are_complete() {
        assertTransformation("{type: nest, input_path: []}", "'field_name' of a nest must be a string");
        assertTransformation("{type: nest, field_name: a}", "'input_path' must be a list");
        assertTransformation(
                "{type: nest, field_name: a, input_path: [1.5]}",
                "'input_path' must have names, indexes and nulls only");
        assertTransformation(
                "{type: nest, field_name: a, input_path: [], depth: 2}",
                "the transformation 'nest' has an unknown field 'depth'");
        assertTransformation(
                "{type: likelihood, input_path: []}",
                "'categories_to_values' of a likelihood must map categories to numbers");
        assertTransformation(
                "{type: likelihood, input_path: [], categories_to_values: {a: b}}",
                "'categories_to_values' must map categories to numbers, but 'a' has none");
    }

    private static void assertTransformation(String rule, String message) {
        assertRefused(MINIMAL.replace("transformations: ~", "transformations: [" + rule + "]"), message);
    }

    @Test
    void braces_of_instructions_are_Pythons() {
        Instruction instruction = new Instruction("Say {{\"a\": \"{what}\"}} to {who}, {who}.");

        assertThat(instruction.placeholders()).containsExactly("what", "who");
        assertThat(instruction.format(Map.of("what", "{x}", "who", "me"))).isEqualTo("Say {\"a\": \"{x}\"} to me, me.");
        assertRefused(
                MINIMAL + "instruction: 'a {b!r}'\n",
                "'instruction' has a '{' at character 2 that is neither doubled nor around a name");
        assertRefused(
                MINIMAL + "instruction: 'a } b'\n",
                "'instruction' has a '}' at character 2 that is neither doubled nor around a name");
    }

    @Test
    void a_file_is_read_from_the_adapters_folder_and_named_in_messages(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("io.yaml");
        assertThatThrownBy(() -> IntrinsicDefinition.read(folder)).isInstanceOf(NoSuchFileException.class);
        Files.writeString(file, Intrinsics.POLICY);

        assertThat(IntrinsicDefinition.read(folder).name()).isEqualTo("policy-guardrails");
        assertThat(IntrinsicDefinition.read(file).name()).isEqualTo("policy-guardrails");
        Files.writeString(file, "model: ~");
        assertThatThrownBy(() -> IntrinsicDefinition.read(folder))
                .hasMessage(file + ": the field 'response_format' is missing");
        Files.writeString(file, MINIMAL + "#".repeat(1 << 20));
        assertThatThrownBy(() -> IntrinsicDefinition.read(folder))
                .hasMessage(file + ": has " + Files.size(file)
                        + " bytes, but an intrinsic's definition has at most 1048576");
    }

    private static void assertRefused(String yaml, String message) {
        assertThatThrownBy(() -> IntrinsicDefinition.parse(yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
