// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import org.jspecify.annotations.Nullable;

/**
 * The model and the prompt behind an {@link Aligner}, for audits and traces. Holds no text of a question or an answer.
 *
 * @param model the name of the checkpoint or, behind an engine, of the model there; null if it is unknown
 * @param modelHash a digest of the checkpoint with the name of its algorithm, such as {@code sha256:…}; null if it is unknown
 * @param adapter the name of the LoRA adapter; null without one
 * @param adapterHash a digest of the adapter, as that of the checkpoint; null if it is unknown
 * @param template the name and version of the prompt template; null if it is unknown
 * @param licence the licence of the weights as an SPDX identifier; null if it is unknown
 */
@Incubating
public record AlignerDescription(
        @Nullable String model,
        @Nullable String modelHash,
        @Nullable String adapter,
        @Nullable String adapterHash,
        @Nullable String template,
        @Nullable String licence) {

    /** The description of an Aligner that says nothing about itself. */
    public static final AlignerDescription UNKNOWN = new AlignerDescription(null, null, null, null, null, null);

    /** Returns a description of a model without an adapter, with or without a digest. */
    public static AlignerDescription ofModel(String model, @Nullable String hash) {
        return new AlignerDescription(model, hash, null, null, null, null);
    }

    /** Returns a copy with an adapter, with or without a digest. */
    public AlignerDescription withAdapter(String adapter, @Nullable String hash) {
        return new AlignerDescription(model, modelHash, adapter, hash, template, licence);
    }

    /** Returns a copy with the template. */
    public AlignerDescription withTemplate(String template) {
        return new AlignerDescription(model, modelHash, adapter, adapterHash, template, licence);
    }

    /** Returns a copy with the licence, if it is known. */
    public AlignerDescription withLicence(@Nullable String licence) {
        return new AlignerDescription(model, modelHash, adapter, adapterHash, template, licence);
    }
}
