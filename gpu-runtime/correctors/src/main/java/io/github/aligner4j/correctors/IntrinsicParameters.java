// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.completion.SamplingParameters;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads the {@code parameters} of an {@code io.yaml}, which are those of OpenAI's chat completions. */
final class IntrinsicParameters {

    private IntrinsicParameters() {}

    /**
     * Returns the sampling parameters, greedy by default.
     *
     * @throws IllegalArgumentException if one is unknown or out of range
     */
    static SamplingParameters parse(JsonNode parameters) {
        SamplingParameters sampling = SamplingParameters.GREEDY;
        if (!parameters.isMissingNode() && !parameters.isNull() && !parameters.isObject()) {
            throw new IllegalArgumentException("'parameters' must be a mapping or null");
        }
        for (Map.Entry<String, JsonNode> parameter : parameters.properties()) {
            sampling = with(sampling, parameter.getKey(), parameter.getValue());
        }
        return sampling;
    }

    private static SamplingParameters with(SamplingParameters sampling, String name, JsonNode value) {
        if (!value.isNumber()) {
            throw new IllegalArgumentException("'" + name + "' of 'parameters' must be a number");
        }
        return switch (name) {
            case "max_completion_tokens", "max_tokens" -> sampling.withMaxNewTokens(integer(name, value));
            case "temperature" -> sampling.withTemperature(value.doubleValue());
            case "top_p" -> sampling.withTopP(value.doubleValue());
            case "seed" -> sampling.withSeed(integer(name, value));
            default ->
                throw new IllegalArgumentException("'" + name
                        + "' of 'parameters' is not supported; supported are max_completion_tokens, max_tokens, seed,"
                        + " temperature and top_p");
        };
    }

    private static int integer(String name, JsonNode value) {
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw new IllegalArgumentException("'" + name + "' of 'parameters' must be an integer");
        }
        return value.intValue();
    }
}
