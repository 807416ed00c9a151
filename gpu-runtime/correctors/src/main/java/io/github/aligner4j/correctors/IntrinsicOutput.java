// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.correctors.JsonLiterals.Literal;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON output of an intrinsic: its text, its literals and the log probabilities of its tokens. For one thread. */
final class IntrinsicOutput {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String text;
    private final List<TokenLogprobs> logprobs;
    private @Nullable JsonLiterals literals;

    private IntrinsicOutput(String text, List<TokenLogprobs> logprobs) {
        this.text = text;
        this.logprobs = logprobs;
    }

    /**
     * Returns the transformed output of {@code definition}'s adapter.
     *
     * @param failure creates the exception that is thrown if the output is cut off, no JSON or not of the definition's schema;
     *     the message quotes none of it
     */
    static JsonNode read(
            IntrinsicDefinition definition, Completion completion, Function<String, AlignerException> failure) {
        if (completion.finishReason() == FinishReason.LENGTH) {
            throw failure.apply("the JSON of '" + definition.name() + "' was cut off after "
                    + completion.usage().completionTokens() + " tokens; raise max-new-tokens, or use shorter answers");
        }
        JsonNode json = parse(completion.text());
        if (json == null) {
            throw failure.apply("the output of '" + definition.name() + "', of "
                    + completion.text().length()
                    + " characters, is not JSON; check that the adapter belongs to the checkpoint and io.yaml to the"
                    + " adapter");
        }
        definition.schema().mismatch(json).ifPresent(mismatch -> {
            throw failure.apply("the JSON of '" + definition.name() + "' does not fit its response_format: " + mismatch
                    + "; check that the adapter belongs to the checkpoint and io.yaml to the adapter");
        });
        IntrinsicOutput output = of(completion);
        for (Transformation transformation : definition.transformations()) {
            json = transformation.apply(json, output);
        }
        return json;
    }

    private static @Nullable JsonNode parse(String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            return json.isMissingNode() ? null : json;
        } catch (JacksonException e) {
            return null; // its message quotes the text
        }
    }

    /** Returns the output of a completion whose text is JSON. */
    static IntrinsicOutput of(Completion completion) {
        return new IntrinsicOutput(completion.text(), completion.logprobs());
    }

    /** Returns the literals of the output, before any transformation. */
    JsonLiterals literals() {
        if (literals == null) {
            literals = JsonLiterals.of(text, MAPPER);
        }
        return literals;
    }

    /** Returns the tokens at the beginning of a literal; null if it begins within a token. */
    @Nullable TokenLogprobs positionAt(Literal literal) {
        int begin = 0;
        for (TokenLogprobs position : logprobs) {
            if (begin == literal.begin()) {
                return position;
            }
            if (begin > literal.begin()) {
                return null;
            }
            if (!text.startsWith(position.token(), begin)) {
                break;
            }
            begin += position.token().length();
        }
        throw new CompletionModelException(
                "the log probabilities of the model are not those of its text, so no likelihood"
                        + " can be computed; use an engine that returns them for each token");
    }

    JsonNode number(double value) {
        return MAPPER.getNodeFactory().numberNode(value);
    }

    JsonNode object(String name, JsonNode value) {
        return MAPPER.createObjectNode().set(name, value);
    }
}
