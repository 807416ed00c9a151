// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.hub.KnownModel;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Known models as JSON. Unknown values are null, or {@code "unknown"} for commercial use. */
final class ModelsJson {

    private ModelsJson() {}

    static String of(List<KnownModel> models) {
        return Json.INDENTED.writeValueAsString(
                models.stream().map(ModelsJson::entry).toList());
    }

    private static Entry entry(KnownModel model) {
        return new Entry(
                model.name(),
                model.description(),
                lower(model.kind()),
                model.source() == null ? null : model.source().toString(),
                model.base(),
                model.template(),
                model.corrector(),
                model.licence().name(),
                lower(model.licence().commercialUse()),
                model.licence().link(),
                model.size().parameters(),
                model.size().diskBytes(),
                model.size().memoryBytes().isPresent()
                        ? model.size().memoryBytes().getAsLong()
                        : null,
                model.notes(),
                model.facts());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The fields of a model, in this order. */
    record Entry(
            String name,
            String description,
            String kind,
            @Nullable String source,
            @Nullable String base,
            @Nullable String template,
            @Nullable String corrector,
            @Nullable String licence,
            String commercialUse,
            @Nullable URI licenceLink,
            @Nullable Long parameters,
            @Nullable Long diskBytes,
            @Nullable Long memoryBytes,
            @Nullable String notes,
            List<URI> facts) {}
}
