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
        boolean asModel = naming == AdapterNaming.MODEL
                && (facts.models().contains(adapter) || facts.models().contains(adapter + ":latest"));
        boolean silent = naming == AdapterNaming.FIELD && facts.adapters().isEmpty();
        if (!facts.adapters().containsKey(adapter) && !asModel && !silent) {
            Set<String> known = new TreeSet<>(facts.adapters().keySet());
            if (naming == AdapterNaming.MODEL && known.isEmpty()) {
                known.addAll(facts.models());
            }
            throw failures.refused("adapter '" + adapter + "' is not loaded in " + failures.title() + " at "
                    + failures.url() + "; it has " + (known.isEmpty() ? "none" : known)
                    + "; load the adapter when the engine starts, or name one that it has");
        }
    }
}
