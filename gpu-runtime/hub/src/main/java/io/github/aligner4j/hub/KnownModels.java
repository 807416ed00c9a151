// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The registry of known correctors, which is the resource {@code known-models.json}. */
public final class KnownModels {

    private static final List<KnownModel> ALL = read();

    private KnownModels() {}

    /** Returns all known models in the order of the registry. */
    public static List<KnownModel> all() {
        return ALL;
    }

    /** Returns the model with a short name, or at an address of the hub. */
    public static Optional<KnownModel> find(String nameOrSource) {
        return ALL.stream()
                .filter(model -> model.name().equals(nameOrSource)
                        || (model.source() != null && model.source().toString().equals(nameOrSource)))
                .findFirst();
    }

    private static List<KnownModel> read() {
        try (InputStream json = KnownModels.class.getResourceAsStream("known-models.json")) {
            JsonNode models = new JsonMapper()
                    .readTree(Objects.requireNonNull(json, "known-models.json"))
                    .path("models");
            return StreamSupport.stream(models.spliterator(), false)
                    .map(KnownModels::model)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("known-models.json can't be read", e);
        }
    }

    private static KnownModel model(JsonNode node) {
        JsonNode licence = node.path("licence");
        String source = text(node, "source");
        return new KnownModel(
                node.path("name").stringValue(),
                node.path("description").stringValue(),
                KnownModel.Kind.valueOf(upper(node, "kind")),
                source == null ? null : HubSource.parse(source),
                text(node, "base"),
                text(node, "template"),
                text(node, "corrector"),
                new KnownModel.Licence(
                        text(licence, "name"),
                        KnownModel.CommercialUse.valueOf(upper(licence, "commercialUse")),
                        licence.path("link").isString()
                                ? URI.create(licence.path("link").stringValue())
                                : null),
                new KnownModel.Size(number(node, "parameters"), number(node, "diskBytes")),
                text(node, "notes"),
                StreamSupport.stream(node.path("facts").spliterator(), false)
                        .map(fact -> URI.create(fact.stringValue()))
                        .toList());
    }

    private static String upper(JsonNode node, String field) {
        return node.path(field).stringValue().toUpperCase(Locale.ROOT);
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.path(field).stringValue(null);
    }

    private static @Nullable Long number(JsonNode node, String field) {
        return node.path(field).isIntegralNumber() ? node.path(field).longValue() : null;
    }
}
