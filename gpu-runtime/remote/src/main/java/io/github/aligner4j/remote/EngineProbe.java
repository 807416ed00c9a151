// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.remote.EngineProfile.CompletionApi;
import io.github.aligner4j.remote.EngineProfile.Generation;
import io.github.aligner4j.remote.EngineProfile.Lookup;
import io.github.aligner4j.remote.EngineProfile.PromptForm;
import io.github.aligner4j.remote.EngineProfile.Tokenization;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, before the first request, whether an engine is what its profile says: its version, models, adapters and context
 * length, its tokenizer, and, with one short prompt, whether it reads a prompt as it is sent. An engine that inserts a chat
 * template, as Ollama's {@code /v1/completions} does, reads more tokens than were sent, and is refused.
 *
 * @see <a href="https://github.com/ollama/ollama/issues/5544">ollama/ollama, issue 5544</a>
 */
final class EngineProbe {

    private static final Prompt GOLDEN = Prompt.of("This prompt shows that no chat template is inserted.");

    /** One letter is one token, or two, after the one that begins every sequence; chat templates add at least four. */
    private static final int MAX_TOKENS_OF_LETTER = 3;

    private final EngineProfile profile;
    private final String model;
    private final @Nullable String adapter;
    private final int contextTokens;

    EngineProbe(EngineProfile profile, String model, @Nullable String adapter, int contextTokens) {
        this.profile = profile;
        this.model = model;
        this.adapter = adapter;
        this.contextTokens = contextTokens;
    }

    /**
     * Returns what the engine is.
     *
     * @param raw true to send the prompt as well; false for an engine of which the chat endpoint alone is used
     */
    ProbedEngine probe(Transport transport, boolean raw, Call call) {
        try {
            EngineFacts facts = FactsReader.read(profile, transport, model, call);
            String named = model(facts, transport.failures());
            AdapterChoice.require(facts, profile.adapters(), transport.failures(), adapter);
            Tokenization api = profile.tokenization();
            EngineTokenizer tokenizer =
                    api == null ? null : EngineTokenizer.probe(api, transport, named, facts.specialTokens(), call);
            ProbedEngine engine = new ProbedEngine(facts, named, tokenizer, raw);
            if (raw && profile.completion() != null) {
                requireRawFrame(engine, profile.completion(), transport, call);
            }
            return engine;
        } catch (RemoteEngineException e) {
            throw explained(e, transport, call);
        }
    }

    private String model(EngineFacts facts, HttpFailures failures) {
        if (!sendsModel() || isServed(facts)) {
            return model;
        }
        if (model.isEmpty() && facts.models().size() == 1) {
            return facts.models().get(0);
        }
        String choices =
                failures.title() + " at " + failures.url() + "; set model to one of " + new TreeSet<>(facts.models());
        throw failures.refused(
                model.isEmpty()
                        ? "model is not set, but needed by " + choices
                        : "model '" + model + "' is not served by " + choices);
    }

    private boolean sendsModel() {
        Generation generation = profile.completion() != null
                ? profile.completion().generation()
                : Objects.requireNonNull(profile.chat()).generation();
        return generation.fields().containsKey("model");
    }

    /** Returns true if the model is there, or if the engine may lack the list of its models. */
    private boolean isServed(EngineFacts facts) {
        boolean complete = profile.lookups().stream().anyMatch(lookup -> lookup.models() != null && !lookup.optional());
        boolean listed = facts.models().contains(model)
                || facts.models().contains(model + ":latest")
                || facts.adapters().containsKey(model);
        return !model.isEmpty() && (listed || !complete);
    }

    private void requireRawFrame(ProbedEngine engine, CompletionApi api, Transport transport, Call call) {
        RequestBody body = new RequestBody(api.generation(), transport.failures())
                .sampling(SamplingParameters.GREEDY)
                .put("max-new-tokens", 1)
                .put("context-tokens", contextTokens);
        AdapterChoice.put(body, profile.adapters(), engine, adapter);
        int expected = MAX_TOKENS_OF_LETTER;
        EngineTokenizer tokenizer = engine.tokenizer();
        boolean ids = api.prompt() == PromptForm.IDS && tokenizer != null;
        if (tokenizer != null && ids) {
            List<Integer> prompt = tokenizer.encode(GOLDEN, call);
            expected = prompt.size();
            body.put("prompt", prompt);
        } else {
            body.put("prompt", "a");
        }
        AnswerReader reader = AnswerReader.of(
                api.generation(),
                transport,
                call,
                CompletionRequest.builder(GOLDEN).build());
        reader.send(body, transport, call);
        int read = reader.promptTokens();
        if (read < 0) {
            throw transport
                    .failures()
                    .refused(place(transport) + " does not tell how many tokens it read, so a chat template that it"
                            + " inserts would go unseen; use an engine or a version that reports"
                            + " usage");
        }
        if (ids ? read != expected : read > expected) {
            throw transport
                    .failures()
                    .refused(place(transport) + " read " + read + " tokens of a prompt of "
                            + (ids ? "" : "at most ") + expected
                            + ": it inserts a chat template, or reads special tokens anew,"
                            + " so an Aligner's prompt would not arrive as it was trained; " + remedy(transport, call));
        }
    }

    private String remedy(Transport transport, Call call) {
        String running = running(transport, call);
        return running == null
                ? "use the endpoint that completes raw prompts"
                : "this is " + running + ", so set engine to its name, whose profile sends raw prompts";
    }

    /** Says what runs there, if it does not answer as its kind does. */
    private RemoteEngineException explained(RemoteEngineException failure, Transport transport, Call call) {
        int status = failure.status().orElse(0);
        boolean strange = status == 404 || status == 405 || (status == 0 && failure.countsAgainstUrl());
        String running = strange && !failure.resendable() ? running(transport, call) : null;
        return running == null
                ? failure
                : transport
                        .failures()
                        .refused(place(transport) + " does not answer as " + profile.title() + " does, as this is "
                                + running + "; set engine to its name");
    }

    /** Returns the title of the other engine whose version endpoint is there, or null. */
    private @Nullable String running(Transport transport, Call call) {
        for (String name : new TreeSet<>(EngineProfile.names())) {
            EngineProfile other = EngineProfile.byName(name);
            for (Lookup lookup : other.lookups()) {
                boolean tells = lookup.version() != null && !other.name().equals(profile.name());
                if (tells && answers(transport, lookup, call)) {
                    return other.title() + " (" + name + ")";
                }
            }
        }
        return null;
    }

    private static boolean answers(Transport transport, Lookup lookup, Call call) {
        try {
            return Json.string(transport.json(lookup.path(), null, call), lookup.version()) != null;
        } catch (RemoteEngineException e) {
            return false;
        }
    }

    private static String place(Transport transport) {
        return transport.failures().title() + " at " + transport.failures().url();
    }
}
