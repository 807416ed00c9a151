// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.completion.FinishReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;

/**
 * The description of an engine's HTTP API: paths, names of fields, and the form of answers, as data. Places in documents are JSON
 * pointers (RFC 6901).
 *
 * <p>{@link #byName} returns the profiles of this module. A profile of one's own is a JSON file with the same fields ({@link
 * #read}); those of this module, {@code io/github/aligner4j/remote/*.json} in its jar, are examples.
 *
 * @param name the name, such as {@code vllm}
 * @param title the name for messages, such as {@code vLLM}
 * @param health the path that answers 200 when the engine is ready, or null
 * @param metrics the path of Prometheus metrics, or null
 * @param adapters the way in which a request names a LoRA adapter
 * @param contextTokens the context that is asked for if the builder sets none; 0 leaves it to the engine
 * @param lookups the requests that tell version, models, adapters and context length
 * @param tokenization the endpoint that tokenizes, or null
 * @param completion the endpoint that completes a prompt without adding a chat template, or null
 * @param chat the endpoint for messages, or null
 */
@Incubating
public record EngineProfile(
        String name,
        String title,
        @Nullable String health,
        @Nullable String metrics,
        AdapterNaming adapters,
        int contextTokens,
        List<Lookup> lookups,
        @Nullable Tokenization tokenization,
        @Nullable CompletionApi completion,
        @Nullable ChatApi chat) {

    private static final Set<String> NAMES = new TreeSet<>(Set.of("vllm", "sglang", "llama-cpp", "ollama", "openai"));

    /** Checks that the profile can be used. */
    public EngineProfile {
        Objects.requireNonNull(name, "name");
        title = title == null ? name : title;
        adapters = adapters == null ? AdapterNaming.NONE : adapters;
        lookups = lookups == null ? List.of() : List.copyOf(lookups);
        if (completion == null && chat == null) {
            throw new IllegalArgumentException("engine profile '" + name + "' needs 'completion' or 'chat'");
        }
        if (completion != null && completion.prompt() == PromptForm.IDS && tokenization == null) {
            throw new IllegalArgumentException(
                    "engine profile '" + name + "' sends token ids, so it needs 'tokenization'");
        }
    }

    /** Returns the names of this module's profiles. */
    public static Set<String> names() {
        return Set.copyOf(NAMES);
    }

    /**
     * Returns one of this module's profiles.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static EngineProfile byName(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("engine must be one of " + NAMES + ", but was '" + name + "'");
        }
        try (InputStream in = EngineProfile.class.getResourceAsStream(name + ".json")) {
            return parse(Objects.requireNonNull(in, name).readAllBytes(), name);
        } catch (IOException e) {
            throw new IllegalStateException("engine profile '" + name + "' can't be read from the jar", e);
        }
    }

    /**
     * Returns the profile in a file.
     *
     * @throws IOException if the file can't be read
     * @throws IllegalArgumentException if it is not a profile
     */
    public static EngineProfile read(Path file) throws IOException {
        return parse(Files.readAllBytes(file), file.toString());
    }

    private static EngineProfile parse(byte[] json, String source) {
        try {
            return Json.MAPPER
                    .readerFor(EngineProfile.class)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .readValue(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "'" + source + "' is no engine profile: " + e.getOriginalMessage() + " at " + e.getPathReference(),
                    e);
        }
    }

    /** The way in which a request names a LoRA adapter. */
    public enum AdapterNaming {
        /** The adapter's name is sent as the model. */
        MODEL,
        /** The adapter's name is sent in the field {@code adapter}. */
        FIELD,
        /** A list of ids and scales is sent in the field {@code adapter}. */
        SCALES,
        /** Requests can't name one. */
        NONE
    }

    /** The form in which a prompt is sent. */
    public enum PromptForm {
        /** Token ids. */
        IDS,
        /** A text, which the engine tokenizes; special tokens in it are read as such. */
        TEXT
    }

    /** The form of a stream. */
    public enum Streaming {
        /** Server-sent events with JSON, ended by {@code [DONE]} or by the end of the response. */
        SSE,
        /** A JSON document on each line. */
        NDJSON
    }

    /** The form of log probabilities. */
    public enum LogprobsForm {
        /** A list with {@code token}, {@code logprob} and {@code top_logprobs} for each token, as in OpenAI's chat API. */
        ROWS,
        /** Lists {@code tokens}, {@code token_logprobs} and {@code top_logprobs}, as in OpenAI's completions API. */
        COLUMNS
    }

    /**
     * A request that tells about the engine.
     *
     * @param path the path
     * @param optional true if an engine may lack it
     * @param model the place of the model's name in the request, which is then a POST; null for a GET
     * @param body the other fields of a POST
     * @param version the place of the engine's version, or null
     * @param context the place of the context length, or null
     * @param models the places of the models, or null
     * @param adapters the places of the adapters, or null
     * @param specialTokens the places of single special tokens, or null
     * @param vocabulary the places of the vocabulary, or null
     */
    public record Lookup(
            String path,
            boolean optional,
            @Nullable String model,
            @Nullable Map<String, Object> body,
            @Nullable String version,
            @Nullable String context,
            @Nullable Names models,
            @Nullable Names adapters,
            @Nullable List<String> specialTokens,
            @Nullable Vocabulary vocabulary) {}

    /**
     * A list of models or adapters in an answer.
     *
     * @param list the place of the list
     * @param name the place of an entry's name
     * @param id the place of an entry's number, or null
     * @param parent the place of the base model's name, which only adapters have, or null
     * @param context the place of an entry's context length, or null
     */
    public record Names(
            String list,
            String name,
            @Nullable String id,
            @Nullable String parent,
            @Nullable String context) {}

    /**
     * The vocabulary in an answer.
     *
     * @param tokens the place of the list of tokens
     * @param types the place of the list of their types
     * @param special the types of special tokens
     * @param first the place of the number of the token that begins every sequence
     * @param addsFirst the place of the flag that says if the engine puts it before a text
     */
    public record Vocabulary(String tokens, String types, List<Integer> special, String first, String addsFirst) {}

    /**
     * The endpoint that tokenizes.
     *
     * @param path the path
     * @param text the place of the text in the request
     * @param model the place of the model's name, or null
     * @param body the other fields of the request
     * @param addSpecial the place of the flag that adds {@code <s>} and the like
     * @param parseSpecial the place of the flag that reads special tokens in the text as such; null if the engine always does
     * @param tokens the place of the ids in the answer
     */
    public record Tokenization(
            String path,
            String text,
            @Nullable String model,
            @Nullable Map<String, Object> body,
            String addSpecial,
            @Nullable String parseSpecial,
            String tokens) {}

    /**
     * The endpoint that completes prompts.
     *
     * @param prompt the form of the prompt
     * @param prefillTokens the smallest limit of new tokens that has the engine read a prompt
     * @param generation the request and its answer
     */
    public record CompletionApi(PromptForm prompt, int prefillTokens, Generation generation) {}

    /**
     * The endpoint for messages.
     *
     * @param generation the request and its answer
     */
    public record ChatApi(Generation generation) {}

    /**
     * A request that generates text, and its answer.
     *
     * @param path the path
     * @param body the constant fields
     * @param fields the places of {@code model}, {@code prompt}, {@code messages}, {@code adapter}, {@code prediction}, {@code
     *     context-tokens}, {@code max-new-tokens}, {@code temperature}, {@code top-k}, {@code top-p}, {@code repetition-penalty},
     *     {@code seed} and {@code stop}, as far as the engine has them. A prediction is sent only if its place is given
     * @param topKOfAll the value of top-k that keeps all tokens
     * @param maxSeed the highest seed; 0 for any
     * @param maxStopStrings the maximum number of stop strings; 0 for any
     * @param streaming the form of the stream
     * @param response the places of the parts of the answer
     * @param logprobs the form of log probabilities, or null if there are none
     */
    public record Generation(
            String path,
            Map<String, Object> body,
            Map<String, String> fields,
            int topKOfAll,
            long maxSeed,
            int maxStopStrings,
            Streaming streaming,
            Response response,
            @Nullable Logprobs logprobs) {

        private static final Set<String> FIELDS = Set.of(
                "model",
                "prompt",
                "messages",
                "adapter",
                "prediction",
                "context-tokens",
                "max-new-tokens",
                "temperature",
                "top-k",
                "top-p",
                "repetition-penalty",
                "seed",
                "stop");

        /** Checks the names of the fields. */
        public Generation {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(streaming, "streaming");
            Objects.requireNonNull(response, "response");
            body = body == null ? Map.of() : Map.copyOf(body);
            fields = Map.copyOf(fields);
            if (!FIELDS.containsAll(fields.keySet())) {
                Set<String> unknown = new TreeSet<>(fields.keySet());
                unknown.removeAll(FIELDS);
                throw new IllegalArgumentException(
                        "fields of an engine profile are " + new TreeSet<>(FIELDS) + ", but there is " + unknown);
            }
        }
    }

    /**
     * The places of the parts of an answer; in a stream, each may be in any chunk.
     *
     * @param text the generated text
     * @param finishReason the reason why generation ended
     * @param finishReasons the engine's reasons; any other one is a failure
     * @param promptTokens the number of tokens of the prompt
     * @param completionTokens the number of generated tokens
     */
    public record Response(
            String text,
            String finishReason,
            Map<String, FinishReason> finishReasons,
            String promptTokens,
            String completionTokens) {

        /** Copies the map. */
        public Response {
            finishReasons = Map.copyOf(finishReasons);
        }
    }

    /**
     * Log probabilities of a completion.
     *
     * @param field the place of the number of alternatives in the request
     * @param body the other fields that ask for them
     * @param path the place of the log probabilities in a chunk of the answer
     * @param form their form
     */
    public record Logprobs(String field, @Nullable Map<String, Object> body, String path, LogprobsForm form) {}
}
