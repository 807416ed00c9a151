// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import io.github.aligner4j.Aligner;
import java.util.Objects;

/**
 * A model that corrects another model's answers. Lets frameworks recognise it, so that nothing is aligned twice.
 *
 * @param <M> {@code ChatModel} or {@code StreamingChatModel}; no class can be both, as LangChain4j 1.20 gives {@code
 *     chat(ChatRequest)} a different meaning in each
 */
public abstract sealed class AligningModel<M> permits AlignedChatModel, AlignedStreamingChatModel {

    private final M upstream;
    private final Alignment alignment;
    private final Delegation delegation;

    AligningModel(M upstream, Alignment alignment, Delegation delegation) {
        this.upstream = upstream;
        this.alignment = alignment;
        this.delegation = delegation;
    }

    /** Returns the model whose answers are corrected. */
    public final M upstream() {
        return upstream;
    }

    /** Returns the Aligner that corrects them. */
    public final Aligner aligner() {
        return alignment.aligner();
    }

    /** Returns the treatment of answers that are more than text. */
    public final AlignmentOptions options() {
        return alignment.options();
    }

    final Alignment alignment() {
        return alignment;
    }

    final Delegation delegation() {
        return delegation;
    }

    /**
     * Returns a builder of a model that {@code factory} creates, unless {@code upstream} is aligned with the same settings.
     *
     * @param type the type of the aligned model
     */
    static <A extends AligningModel<?>> AlignedModelBuilder<A> builder(
            Object upstream, Aligner aligner, Class<A> type, AlignedModelBuilder.Factory<A> factory) {
        Objects.requireNonNull(upstream, "upstream");
        return new AlignedModelBuilder<>(
                Objects.requireNonNull(aligner, "aligner"),
                alignment -> isAligned(upstream, alignment) ? type.cast(upstream) : factory.create(alignment));
    }

    private static boolean isAligned(Object model, Alignment alignment) {
        return model instanceof AligningModel<?> aligned
                && (aligned.alignment.corrects(alignment) || isAligned(aligned.upstream, alignment));
    }
}
