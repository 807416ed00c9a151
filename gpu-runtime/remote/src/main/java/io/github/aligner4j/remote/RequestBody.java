// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.remote.EngineProfile.Generation;
import io.github.aligner4j.remote.EngineProfile.Logprobs;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes a request in the words of an engine. A parameter that the engine lacks is refused, unless it has its default value. */
final class RequestBody {

    private final Generation generation;
    private final HttpFailures failures;
    private final ObjectNode body;

    RequestBody(Generation generation, HttpFailures failures) {
        this.generation = generation;
        this.failures = failures;
        this.body = Json.MAPPER.valueToTree(generation.body());
    }

    /** Puts a field, if the engine has it. */
    RequestBody put(String field, Object value) {
        String pointer = generation.fields().get(field);
        if (pointer != null) {
            Json.put(body, pointer, value);
        }
        return this;
    }

    /** Puts the parameters of sampling. All are sent, since engines have defaults of their own. */
    RequestBody sampling(SamplingParameters sampling) {
        require(sampling.topK() == 0, "top-k", "leave it at 0");
        require(sampling.repetitionPenalty() == 1.0, "repetition-penalty", "leave it at 1");
        require(sampling.topP() == 1.0, "top-p", "leave it at 1");
        put("temperature", sampling.temperature());
        put("top-p", sampling.topP());
        put("top-k", sampling.topK() == 0 ? generation.topKOfAll() : sampling.topK());
        put("repetition-penalty", sampling.repetitionPenalty());
        sampling.seed().ifPresent(seed -> {
            require(false, "seed", "set none");
            put("seed", generation.maxSeed() == 0 ? seed : Math.floorMod(seed, generation.maxSeed() + 1));
        });
        return this;
    }

    /** Puts the strings that end the text. */
    RequestBody stop(List<String> stop) {
        require(stop.isEmpty(), "stop", "set no stop strings");
        if (generation.maxStopStrings() > 0 && stop.size() > generation.maxStopStrings()) {
            throw new CompletionModelException(failures.title() + " takes at most " + generation.maxStopStrings()
                    + " stop strings, but there are " + stop.size() + "; set fewer");
        }
        return stop.isEmpty() ? this : put("stop", stop);
    }

    /** Asks for log probabilities. */
    RequestBody topLogprobs(int top) {
        if (top == 0) {
            return this;
        }
        Logprobs logprobs = generation.logprobs();
        if (logprobs == null) {
            throw new CompletionModelException(
                    failures.title() + " gives no log probabilities; use another engine, or run the model in the JVM");
        }
        @Nullable Map<String, Object> constant = logprobs.body();
        if (constant != null) {
            constant.forEach((field, value) -> Json.put(body, "/" + field, value));
        }
        Json.put(body, logprobs.field(), top);
        return this;
    }

    ObjectNode build() {
        return body;
    }

    private void require(boolean isDefault, String field, String remedy) {
        if (!isDefault && !generation.fields().containsKey(field)) {
            throw new CompletionModelException(
                    field + " can't be sent to " + failures.title() + "; " + remedy + ", or use another engine");
        }
    }
}
