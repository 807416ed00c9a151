// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.completion.SamplingParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The definition of an <i>intrinsic</i>: an adapter that answers one question about a conversation in JSON, as the file {@code
 * io.yaml} beside the adapter's weights has it. It says how the adapter is asked and what it answers, so newer adapters need no
 * newer library.
 *
 * <p>The fields are those of <a
 * href="https://github.com/ibm-granite/granite-common/tree/main/src/granite_common/intrinsics">granite-common</a>. Required are
 * {@code model}, {@code response_format} and {@code transformations} (each may be null); optional are {@code name}, {@code
 * instruction}, {@code parameters} and {@code docs_as_message} ({@code string} or {@code json}). Anything that this library does
 * not support is refused by name: {@code sentence_boundaries} and {@code logprobs_workaround} unless they are null, other fields,
 * parameters, transformations and schema keywords. Immutable.
 */
@Incubating
public final class IntrinsicDefinition {

    /** The name of the file. */
    public static final String FILE = "io.yaml";

    private static final int MAX_BYTES = 1 << 20;

    private static final List<String> REQUIRED = List.of("model", "response_format", "transformations");
    private static final Set<String> OPTIONAL = Set.of("name", "instruction", "parameters", "docs_as_message");
    private static final Set<String> UNSUPPORTED = Set.of("sentence_boundaries", "logprobs_workaround");

    private static final LoadSettings YAML = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(0)
            .build();
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode fields;
    private final ResponseSchema schema;
    private final List<Transformation> transformations;
    private final @Nullable Instruction instruction;
    private final SamplingParameters sampling;

    private IntrinsicDefinition(JsonNode fields) {
        this.fields = fields;
        this.schema = schema(fields.path("response_format"));
        this.transformations = transformations(fields.path("transformations"));
        this.instruction = text("instruction").map(Instruction::new).orElse(null);
        this.sampling = IntrinsicParameters.parse(fields.path("parameters"));
        text("model");
        text("name");
        Optional<String> documents = text("docs_as_message");
        if (documents.isPresent() && !Set.of("string", "json").contains(documents.get())) {
            throw new IllegalArgumentException(
                    "'docs_as_message' must be string or json, but was '" + documents.get() + "'");
        }
    }

    /**
     * Reads the file {@value #FILE}.
     *
     * @param adapter the file, or the adapter's folder
     * @throws IllegalArgumentException if it is not a definition that this library supports; the message says why
     * @throws IOException if it can't be read
     */
    public static IntrinsicDefinition read(Path adapter) throws IOException {
        Path file = Files.isDirectory(adapter) ? adapter.resolve(FILE) : adapter;
        long size = Files.size(file);
        if (size > MAX_BYTES) {
            throw new IllegalArgumentException(
                    file + ": has " + size + " bytes, but an intrinsic's definition has at most " + MAX_BYTES);
        }
        try {
            return parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Parses the text of an {@value #FILE}.
     *
     * @throws IllegalArgumentException if it is not a definition that this library supports; the message says why
     */
    public static IntrinsicDefinition parse(String yaml) {
        JsonNode fields;
        try {
            fields = JSON.valueToTree(new Load(YAML).loadFromString(yaml));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new IllegalArgumentException("no YAML that is supported: line " + line + ": " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException("no YAML that is supported: " + e.getMessage(), e);
        }
        requireFields(fields);
        return new IntrinsicDefinition(fields);
    }

    private static void requireFields(JsonNode fields) {
        if (!fields.isObject()) {
            throw new IllegalArgumentException("an intrinsic's definition must be a YAML mapping");
        }
        for (String name : REQUIRED) {
            if (!fields.has(name)) {
                throw new IllegalArgumentException("the field '" + name + "' is missing");
            }
        }
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            String name = field.getKey();
            if (UNSUPPORTED.contains(name) && !field.getValue().isNull()) {
                throw new IllegalArgumentException("the field '" + name + "' is not supported, unless it is null");
            }
            if (!REQUIRED.contains(name) && !OPTIONAL.contains(name) && !UNSUPPORTED.contains(name)) {
                Set<String> known = new TreeSet<>(OPTIONAL);
                known.addAll(REQUIRED);
                throw new IllegalArgumentException(
                        "the field '" + name + "' is unknown; known are " + String.join(", ", known));
            }
        }
    }

    private static ResponseSchema schema(JsonNode format) {
        if (format.isNull()) {
            return new ResponseSchema(JSON.createObjectNode());
        }
        if (format.isObject()) {
            return new ResponseSchema(format);
        }
        try {
            return new ResponseSchema(JSON.readTree(format.asString("")));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("'response_format' is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static List<Transformation> transformations(JsonNode rules) {
        if (!rules.isNull() && !rules.isArray()) {
            throw new IllegalArgumentException("'transformations' must be a list or null");
        }
        List<Transformation> transformations = new ArrayList<>();
        rules.forEach(rule -> transformations.add(Transformation.parse(rule)));
        return List.copyOf(transformations);
    }

    private Optional<String> text(String field) {
        JsonNode value = fields.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isString()) {
            throw new IllegalArgumentException("'" + field + "' must be a text or null");
        }
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    /** Returns the intrinsic's name, such as {@code guardian-core}; {@code intrinsic} if it has none. */
    public String name() {
        return text("name").orElse("intrinsic");
    }

    /** Returns the name of the model or adapter to ask, if the definition has one. */
    public Optional<String> model() {
        return text("model");
    }

    /** Returns true if the intrinsic answers with a corrected text, as {@code factuality-correction} does. */
    public boolean corrects() {
        return schema.hasProperty(GuardianFactualityCorrector.PROPERTY);
    }

    /** Returns the names of the instruction's placeholders, such as {@code criteria}. */
    public Set<String> placeholders() {
        return instruction == null ? Set.of() : instruction.placeholders();
    }

    Optional<Instruction> instruction() {
        return Optional.ofNullable(instruction);
    }

    Optional<String> docsAsMessage() {
        return text("docs_as_message");
    }

    ResponseSchema schema() {
        return schema;
    }

    List<Transformation> transformations() {
        return transformations;
    }

    SamplingParameters sampling() {
        return sampling;
    }

    /** Returns the definition's name and fields, without their values. */
    @Override
    public String toString() {
        return "IntrinsicDefinition[" + name() + ", " + fields.propertyNames() + "]";
    }
}
