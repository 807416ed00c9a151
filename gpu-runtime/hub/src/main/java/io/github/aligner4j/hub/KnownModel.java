// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.net.URI;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A corrector, or a part of one, that someone has published. What could not be found out is null or unknown.
 *
 * @param name short name, unique in {@link KnownModels}
 * @param description its purpose, in one line
 * @param kind the way it is run
 * @param source its place on the hub; null if none is known
 * @param base the base checkpoint: for an adapter the one to load it on, for a checkpoint the one it was trained from
 * @param template id of the template of a checkpoint that corrects by itself
 * @param corrector id of the two-step corrector that an adapter belongs to
 * @param licence its licence
 * @param size its size
 * @param notes a caveat
 * @param facts places where these facts are found
 */
public record KnownModel(
        String name,
        String description,
        Kind kind,
        @Nullable HubSource source,
        @Nullable String base,
        @Nullable String template,
        @Nullable String corrector,
        Licence licence,
        Size size,
        @Nullable String notes,
        List<URI> facts) {

    /** Copies the list. */
    public KnownModel {
        facts = List.copyOf(facts);
    }

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

    /** Answer of a licence to commercial use. */
    public enum CommercialUse {
        /** Allowed. */
        YES,
        /** Not allowed. */
        NO,
        /** Unknown. */
        UNKNOWN
    }

    /**
     * A licence of weights. Read its text before you rely on it.
     *
     * @param name name of the licence, null if it is unknown
     * @param commercialUse its answer to commercial use
     * @param link place where it is stated
     */
    public record Licence(
            @Nullable String name,
            CommercialUse commercialUse,
            @Nullable URI link) {}

    /**
     * Size of a model.
     *
     * @param parameters number of parameters as its name tells it, of an adapter those of its base; null if unknown
     * @param diskBytes bytes to download, null if unknown
     */
    public record Size(@Nullable Long parameters, @Nullable Long diskBytes) {

        private static final int BFLOAT16_BYTES = 2;

        /**
         * Returns the memory for the weights in bfloat16 or float16: parameters x 2 bytes. In float32 it is twice that, in int8
         * half. The keys and values of running requests come on top.
         */
        public OptionalLong memoryBytes() {
            return parameters == null ? OptionalLong.empty() : OptionalLong.of(parameters * BFLOAT16_BYTES);
        }
    }
}
