// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.remote.EngineProfile.Lookup;
import io.github.aligner4j.remote.EngineProfile.Names;
import io.github.aligner4j.remote.EngineProfile.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks an engine about itself, with the lookups of its profile. */
final class FactsReader {

    private final String model;
    private @Nullable String version;
    private int contextTokens;
    private final List<String> models = new ArrayList<>();
    private final Map<String, Integer> adapters = new LinkedHashMap<>();
    private final Set<String> specialTokens = new LinkedHashSet<>();
    private @Nullable String firstToken;

    private FactsReader(String model) {
        this.model = model;
    }

    static EngineFacts read(EngineProfile profile, Transport transport, String model, Call call) {
        FactsReader reader = new FactsReader(model);
        for (Lookup lookup : profile.lookups()) {
            reader.accept(lookup, answer(lookup, transport, reader.model(), call));
        }
        return new EngineFacts(
                reader.version,
                reader.contextTokens,
                reader.models,
                reader.adapters,
                new SpecialTokens(reader.specialTokens),
                reader.firstToken);
    }

    /** Without a name, the only model is meant. */
    private String model() {
        return model.isEmpty() && models.size() == 1 ? models.get(0) : model;
    }

    private static @Nullable JsonNode answer(Lookup lookup, Transport transport, String model, Call call) {
        ObjectNode body = null;
        if (lookup.model() != null) {
            body = Json.MAPPER.createObjectNode();
            if (lookup.body() != null) {
                body = Json.MAPPER.valueToTree(lookup.body());
            }
            Json.put(body, lookup.model(), model);
        }
        try {
            return transport.json(lookup.path(), body, call);
        } catch (RemoteEngineException e) {
            if (lookup.optional() && e.status().isPresent() && !e.resendable()) {
                return null;
            }
            throw e;
        }
    }

    private void accept(Lookup lookup, @Nullable JsonNode answer) {
        if (answer == null) {
            return;
        }
        String told = Json.string(answer, lookup.version());
        version = told == null ? version : told;
        contextTokens = Math.max(contextTokens, Json.number(answer, lookup.context()));
        if (lookup.models() != null) {
            models(answer, lookup.models());
        }
        if (lookup.adapters() != null) {
            adapters(answer, lookup.adapters());
        }
        if (lookup.specialTokens() != null) {
            specialTokens(answer, lookup.specialTokens());
        }
        if (lookup.vocabulary() != null) {
            vocabulary(answer, lookup.vocabulary());
        }
    }

    private void models(JsonNode answer, Names names) {
        for (JsonNode entry : Json.at(answer, names.list())) {
            String name = Json.string(entry, names.name());
            if (name == null) {
                continue;
            }
            if (Json.string(entry, names.parent()) == null) {
                models.add(name);
            } else {
                adapters.put(name, adapters.size());
            }
            if (name.equals(model) || model.isEmpty()) {
                contextTokens = Math.max(contextTokens, Json.number(entry, names.context()));
            }
        }
    }

    /** llama.cpp names an adapter by its file: its name is that of the file, without folder and ending. */
    private void adapters(JsonNode answer, Names names) {
        for (JsonNode entry : Json.at(answer, names.list())) {
            String name = Json.string(entry, names.name());
            if (name != null) {
                String file = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
                adapters.put(file.replaceFirst("\\.gguf$", ""), Json.number(entry, names.id()));
            }
        }
    }

    private void specialTokens(JsonNode answer, List<String> places) {
        for (String place : places) {
            String token = Json.string(answer, place);
            if (token != null && !token.isEmpty()) {
                specialTokens.add(token);
            }
        }
    }

    private void vocabulary(JsonNode answer, Vocabulary vocabulary) {
        JsonNode tokens = Json.at(answer, vocabulary.tokens());
        JsonNode types = Json.at(answer, vocabulary.types());
        for (int i = 0; i < Math.min(tokens.size(), types.size()); i++) {
            String token = tokens.path(i).asString("");
            if (!token.isEmpty() && vocabulary.special().contains(types.path(i).asInt(-1))) {
                specialTokens.add(token);
            }
        }
        if (Json.at(answer, vocabulary.addsFirst()).asBoolean(false)) {
            firstToken = Json.string(tokens, "/" + Json.number(answer, vocabulary.first()));
        }
    }
}
