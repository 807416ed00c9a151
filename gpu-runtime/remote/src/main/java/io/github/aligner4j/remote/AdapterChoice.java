// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.remote.EngineProfile.AdapterNaming;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names the LoRA adapter of a request in the words of an engine. */
final class AdapterChoice {

    private AdapterChoice() {}

    /** Puts model and adapter into a request. */
    static void put(RequestBody body, AdapterNaming naming, ProbedEngine engine, @Nullable String adapter) {
        body.put("model", naming == AdapterNaming.MODEL && adapter != null ? adapter : engine.model());
        if (naming == AdapterNaming.FIELD && adapter != null) {
            body.put("adapter", adapter);
        }
        if (naming == AdapterNaming.SCALES && !engine.facts().adapters().isEmpty()) {
            body.put("adapter", scales(engine, adapter));
        }
    }

    /** Without an adapter, all get scale 0; left out, the server's own scales would hold. */
    private static List<Map<String, Object>> scales(ProbedEngine engine, @Nullable String adapter) {
        return engine.facts().adapters().entrySet().stream()
                .map(entry -> Map.<String, Object>of(
                        "id", entry.getValue(), "scale", entry.getKey().equals(adapter) ? 1.0 : 0.0))
                .toList();
    }

    /**
     * Returns if the engine has the adapter, as far as it tells.
     *
     * @throws CompletionModelException if not, with the adapters that it has
     */
    static void require(EngineFacts facts, AdapterNaming naming, HttpFailures failures, @Nullable String adapter) {
        if (adapter == null) {
            return;
        }
        if (naming == AdapterNaming.NONE) {
            throw failures.refused("adapter '" + adapter + "' can't be named in requests to " + failures.title()
                    + "; set model to the name by which it offers base and adapter together");
        }
        Set<String> known = names(facts, naming);
        boolean unlisted = naming == AdapterNaming.FIELD && known.isEmpty();
        if (!known.contains(adapter) && !known.contains(adapter + ":latest") && !unlisted) {
            throw failures.refused("adapter '" + adapter + "' is not loaded in " + failures.title() + " at "
                    + failures.url() + "; it has " + (known.isEmpty() ? "none" : known)
                    + "; load the adapter when the engine starts, or name one that it has");
        }
    }

    /** An engine that lists no adapters, such as Ollama, may have them as models. */
    private static Set<String> names(EngineFacts facts, AdapterNaming naming) {
        Set<String> names = new TreeSet<>(facts.adapters().keySet());
        if (names.isEmpty() && naming == AdapterNaming.MODEL) {
            names.addAll(facts.models());
        }
        return names;
    }
}
