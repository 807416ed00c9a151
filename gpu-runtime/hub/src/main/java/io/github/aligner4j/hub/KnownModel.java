package io.github.aligner4j.hub;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A corrector, or a part of one, that someone has published. What could not be found out is null.
 *
 * @param name short name, unique in {@link KnownModels}
 * @param description what it does, in one line
 * @param kind how it is run
 * @param source the repository; null if its weights are not published on the hub, or where is unknown
 * @param base name of the base checkpoint on the hub: for an adapter the one it is loaded on
 * @param template id of its template, for correctors of one step
 * @param corrector id of its corrector, for those of two steps
 * @param licence the licence of the weights, as its card names it
 * @param commercialUse whether the licence allows commercial use
 * @param licenceLink text of the licence or place of the statement
 * @param parameters number of parameters; of an adapter, those of its base
 * @param diskBytes size of the files to download
 * @param facts sources of these facts
 */
public record KnownModel(
        String name,
        String description,
        Kind kind,
        @Nullable HubSource source,
        @Nullable String base,
        @Nullable String template,
        @Nullable String corrector,
        @Nullable String licence,
        Answer commercialUse,
        @Nullable URI licenceLink,
        @Nullable Long parameters,
        @Nullable Long diskBytes,
        List<String> facts) {

    /** Way in which a model is run. */
    public enum Kind {
        /** A checkpoint that corrects by itself. */
        CHECKPOINT,
        /** An instruct checkpoint that detects, and on which adapters correct. */
        BASE,
        /** A LoRA adapter for a base checkpoint. */
        LORA,
        /** An activated LoRA adapter (aLoRA). */
        ALORA
    }

    /** Answer to a question that nobody may guess. */
    public enum Answer {
        /** Yes. */
        YES,
        /** No. */
        NO,
        /** Not known. */
        UNKNOWN
    }

    /** Copies the list. */
    public KnownModel {
        facts = List.copyOf(facts);
    }
}
