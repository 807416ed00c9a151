package io.github.aligner4j.hub;

import java.util.List;
import java.util.Optional;

/** The registry of known correctors. */
public final class KnownModels {

    private KnownModels() {}

    /** Returns all known models in the order of the registry. */
    public static List<KnownModel> all() {
        return List.of();
    }

    /** Returns the model with a short name, or with a source. */
    public static Optional<KnownModel> find(String nameOrSource) {
        return all().stream()
                .filter(model -> model.name().equals(nameOrSource)
                        || String.valueOf(model.source()).equals(nameOrSource))
                .findFirst();
    }
}
