// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.LayerEvent;
import io.github.aligner4j.StackEvent;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Observes stacks through Micrometer: an observation {@code aligner.answer} for each answer, and as its children one {@code
 * aligner.layer.call} for each layer ({@link AlignerObservation}). The parent is the current observation of the thread that corrects.
 * An observation is the current one while its stack or layer works, so that the spans of an engine behind a layer are its children,
 * and is stopped in every ending of a call.
 *
 * <p>A layer that failed marks its observation as an error. The error has the layer's detail as its message, no cause and no stack
 * trace, as these may quote texts. Layers in the mode {@link
 * io.github.aligner4j.LayerMode#SHADOW} have no observation.
 *
 * <p>Safe for use by several threads.
 */
@Incubating
public final class ObservationCorrectionListener implements CorrectionListener {

    private final ObservationRegistry registry;
    private final AnswerObservationConvention answers;
    private final LayerObservationConvention layers;
    private final @Nullable AnswerObservationConvention ownAnswers;
    private final @Nullable LayerObservationConvention ownLayers;
    private final OpenCalls<Open<AnswerObservationContext>> openAnswers = new OpenCalls<>();
    private final OpenCalls<Open<LayerObservationContext>> openLayers = new OpenCalls<>();

    /** Creates a listener with the default conventions, which conventions of the registry replace. */
    public ObservationCorrectionListener(ObservationRegistry registry, ObservationSettings settings) {
        this(registry, settings, null, null);
    }

    /**
     * Creates a listener.
     *
     * @param registry the registry
     * @param settings the optional keys of the default conventions
     * @param ownAnswers replaces the default convention of answers unless it is null
     * @param ownLayers replaces the default convention of layers unless it is null
     */
    public ObservationCorrectionListener(
            ObservationRegistry registry,
            ObservationSettings settings,
            @Nullable AnswerObservationConvention ownAnswers,
            @Nullable LayerObservationConvention ownLayers) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.answers = new DefaultAnswerObservationConvention(settings);
        this.layers = new DefaultLayerObservationConvention(settings);
        this.ownAnswers = ownAnswers;
        this.ownLayers = ownLayers;
    }

    @Override
    public Scope onStackStart(String stack, CorrectionRequest request) {
        AnswerObservationContext context = new AnswerObservationContext(stack, request);
        Observation observation = AlignerObservation.ANSWER.observation(ownAnswers, answers, () -> context, registry);
        return open(new Open<>(observation, context), openAnswers);
    }

    @Override
    public Scope onLayerStart(String stack, String layer, CorrectionRequest request) {
        LayerObservationContext context = new LayerObservationContext(stack, layer, request);
        Observation observation = AlignerObservation.LAYER.observation(ownLayers, layers, () -> context, registry);
        return open(new Open<>(observation, context), openLayers);
    }

    private static <C extends OpenContext> Scope open(Open<C> opened, OpenCalls<Open<C>> all) {
        Observation observation = opened.observation().start();
        Observation.Scope scope = observation.openScope();
        all.open(opened);
        return () -> {
            all.close(opened);
            opened.context().close();
            try {
                scope.close();
            } finally {
                observation.stop();
            }
        };
    }

    @Override
    public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {
        Open<LayerObservationContext> open = openLayers.current();
        if (open != null) {
            open.context().end(event);
            if (event.failure() != null) {
                open.observation().error(new LayerFailure(event.trace().detail()));
            }
        }
    }

    @Override
    public void onStack(String stack, CorrectionRequest request, StackEvent event) {
        Open<AnswerObservationContext> open = openAnswers.current();
        if (open != null) {
            open.context().end(event);
            if (event.correction() == null) {
                open.observation().error(new LayerFailure("a layer failed, and by its policy so did the call"));
            }
        }
    }

    /** An observation that is under way. */
    private record Open<C extends OpenContext>(Observation observation, C context) {}

    /** The failure of a layer, without texts. */
    private static final class LayerFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        LayerFailure(String message) {
            super(message, null, false, false);
        }
    }
}
