// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Incubating;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * Collects the settings of an aligned model. Not safe for use by several threads.
 *
 * @param <A> the aligned model's type
 */
public final class AlignedModelBuilder<A> {

    private final Aligner aligner;
    private final Factory<A> factory;
    private AlignmentOptions options = AlignmentOptions.DEFAULT;
    private BiConsumer<? super CorrectionRequest, ? super Correction> onCorrection = Alignment.NO_LISTENER;
    private final Map<String, Object> attributes = new HashMap<>();
    private Map<String, Aligner> chains = Map.of();
    private Executor executor = StreamThreads.shared();

    AlignedModelBuilder(Aligner aligner, Factory<A> factory) {
        this.aligner = aligner;
        this.factory = factory;
    }

    /** Sets the treatment of answers, and parts of answers, that are not text for a person. */
    public AlignedModelBuilder<A> options(AlignmentOptions options) {
        this.options = Objects.requireNonNull(options, "options");
        return this;
    }

    /**
     * Sets a listener for corrections: the request with its question, conversation, retrieved passages and
     * {@linkplain AlignmentParameters#attributes() attributes}, and the correction with the original and the corrected text, their edits,
     * token usage, time, and what each layer did.
     *
     * <p>It is called once for each answer that the Aligner read, changed or not, before the caller gets the answer, on the
     * thread that corrects. Answers that pass without the Aligner, and failed or cancelled corrections, are not reported.
     * What the listener throws is logged and ignored.
     */
    public AlignedModelBuilder<A> onCorrection(BiConsumer<? super CorrectionRequest, ? super Correction> listener) {
        this.onCorrection = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Adds an attribute of the correction requests of all answers, such as {@link io.github.aligner4j.RequestAttributes#BEAN}.
     * {@link AlignmentParameters#attributes()} of a request replace it. It should be a name or an id rather than a text.
     */
    @Incubating
    public AlignedModelBuilder<A> attribute(String name, Object value) {
        attributes.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Sets the chains that a request can choose instead of the model's own Aligner, by {@link AlignmentParameters.Builder#chain}: an
     * Aligner for each name. The name is the attribute {@link io.github.aligner4j.RequestAttributes#CHAIN} of the answers that it
     * corrects. There are none by default.
     */
    @Incubating
    public AlignedModelBuilder<A> chains(Map<String, ? extends Aligner> chains) {
        this.chains = Map.copyOf(chains);
        return this;
    }

    /**
     * Sets the executor of streams and asynchronous calls. The default is shared by all aligned models: virtual threads from
     * Java 24 on, and before that at most 1,000 daemon threads, which are created as needed. When all are busy, a new stream
     * fails with an {@link io.github.aligner4j.AlignerException}. Another executor should likewise reject tasks ({@link
     * java.util.concurrent.RejectedExecutionException}) rather than queue them, since a stream may be started from the
     * completion of another one.
     *
     * <p>A stream occupies one thread from its first event on, and sometimes a second one for early work on the answer. The
     * executor must not run tasks on the calling thread.
     */
    public AlignedModelBuilder<A> executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Returns the aligned model, or the upstream model itself if the same Aligner already corrects its answers.
     *
     * @throws IllegalArgumentException if the same Aligner already corrects them with other chains, options or another listener
     */
    public A build() {
        return factory.create(new Alignment(aligner, chains, options, onCorrection, Map.copyOf(attributes), executor));
    }

    /** Creates aligned models. */
    @FunctionalInterface
    interface Factory<A> {

        /** Returns a model with the given settings. */
        A create(Alignment alignment);
    }
}
