// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * A sequence of layers, each of which corrects the answer of the one before it. A stack is an Aligner itself, so stacks can be
 * layers of other stacks.
 *
 * <p>Each layer has a name, a {@link LayerGate}, a {@link FailurePolicy} and a {@link Rollout}. {@link Correction#layers()} and the
 * stack's {@link CorrectionListener} report what each layer did. Failures that the caller doesn't see, those after which a layer is
 * tried again, fails open, refuses, or has the upstream model answer again, are logged as warnings, at most one a minute for each layer.
 * An {@link Error} is a failure like an exception: policies apply to it, and it becomes the cause of an {@link AlignerException}. A
 * cancelled call is not a failure of a layer and always ends with a {@link CorrectionCancelledException}; an exception of the text's
 * listener ends the call and is thrown unchanged.
 *
 * <p>Rollouts are asked once, before the first layer, so a mode that is changed meanwhile holds for the next answer. A layer in the mode
 * {@link LayerMode#SHADOW} corrects in the background, on a thread of the {@link ShadowQueue}, and is reported to {@link
 * CorrectionListener#onShadow}; the call has its answer without it.
 *
 * <p>If a layer has the upstream model answer again, the new answer passes through all layers from the first; {@link
 * Correction#original()} stays the first answer.
 *
 * <p>If the {@link CorrectionContext} is streaming, the text of the last layer that is enforced is streamed while it is generated,
 * provided that its failure can only fail the call (with any other policy, text already delivered might have to be replaced) and its
 * gate lets it apply. Otherwise the answer is delivered in one chunk at the end.
 *
 * <p>An answer that is still being generated ({@link #begin}) is shown to the first enforced layer whose gate lets it apply.
 *
 * <p>Immutable, and as safe for use by several threads as its Aligners.
 */
public final class AlignerStack implements Aligner {

    private static final System.Logger LOG = System.getLogger(AlignerStack.class.getName());

    /** Shared by all stacks, so that stacks built for a single call do not log a warning for each call. */
    private static final RateLimitedLog WARNINGS = new RateLimitedLog(LOG, InstantSource.system());

    private static final String PASSED_ON = "the answer was passed on before the layer was enforced";

    private final String name;
    private final List<Layer> layers;
    private final CorrectionListener listener;
    private final RateLimitedLog log;
    private final InstantSource clock;
    private final ShadowQueue shadowQueue;

    private AlignerStack(Builder builder) {
        this.name = builder.name;
        this.layers = List.copyOf(builder.layers);
        this.listener = SafeListener.of(builder.listener);
        this.log = builder.log;
        this.clock = builder.clock;
        this.shadowQueue = builder.shadowQueue;
    }

    /** Returns a stack of one layer that fails closed. */
    public static AlignerStack of(String layer, Aligner aligner) {
        return builder(layer).layer(Layer.of(layer, aligner)).build();
    }

    /** Returns a builder of a stack, to which layers are added in the order in which they correct. */
    public static Builder builder(String name) {
        return new Builder(Objects.requireNonNull(name, "name"));
    }

    /** Returns the stack's name in metrics and listeners. */
    public String name() {
        return name;
    }

    /** Returns the layers, in the order in which they correct. */
    public List<Layer> layers() {
        return layers;
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        return new StackRun(this, request, context, decide(request))
                .run(i -> layers.get(i).aligner());
    }

    /**
     * Returns true if a layer may correct the answer to {@code request}: not if all of them are, for this request and at present,
     * skipped or in the mode {@link LayerMode#SHADOW}. Such an answer need not be held back, and is passed to {@link #observe} instead
     * of being corrected. The request's answer is not read.
     */
    @Incubating
    public boolean corrects(CorrectionRequest request) {
        return layers.stream().anyMatch(layer -> decide(layer, request).enforces());
    }

    /**
     * Has the layers in the mode {@link LayerMode#SHADOW} correct {@code request}'s answer in the background, and returns at once. To be
     * called for an answer that users got without {@link #correct}, since no layer {@linkplain #corrects corrects} it.
     */
    @Incubating
    public void observe(CorrectionRequest request) {
        List<RolloutDecision> decisions = decide(request).stream()
                .map(decision -> decision.enforces() ? RolloutDecision.skip(decision.mode(), PASSED_ON) : decision)
                .toList();
        new StackRun(this, request, CorrectionContext.DEFAULT, decisions)
                .run(i -> layers.get(i).aligner());
    }

    /** Returns the queue of the answers that layers in the mode {@link LayerMode#SHADOW} correct in the background. */
    @Incubating
    public ShadowQueue shadowQueue() {
        return shadowQueue;
    }

    /**
     * Returns the sum of the timeouts of all layers and their retries, if each of them has one and no layer has the upstream model
     * answer again. Limits of new tokens stay each layer's own.
     */
    @Override
    public CorrectionLimits limits() {
        return CorrectionLimits.ofStack(layers);
    }

    /** Returns true if all layers are deterministic, with the Aligners of their policies. */
    @Override
    public boolean deterministic() {
        return layers.stream().flatMap(Policies::aligners).allMatch(Aligner::deterministic);
    }

    /**
     * Returns true if all layers support windows, with the Aligners of their policies, and fail closed or refuse in the end, without
     * having the upstream model answer again.
     */
    @Override
    public boolean supportsWindows() {
        return layers.stream().flatMap(Policies::aligners).allMatch(Aligner::supportsWindows)
                && layers.stream().allMatch(Policies::allowsWindows);
    }

    @Override
    public CorrectionSession begin(CorrectionRequest request, Executor executor) {
        return StackSession.begin(this, request, executor);
    }

    /**
     * Begins the correction of one answer in several parts.
     *
     * @param request the request so far; its answer is not read
     */
    @Incubating
    public StackParts parts(CorrectionRequest request) {
        return new StackParts(this, request);
    }

    /** Returns a stack of the same layers with another listener. */
    AlignerStack withListener(CorrectionListener listener) {
        Builder builder = builder(name).listener(listener).shadowQueue(shadowQueue);
        builder.layers.addAll(layers);
        builder.log = log;
        builder.clock = clock;
        return builder.build();
    }

    /** Returns the decision of each layer's rollout on the answer to {@code request}. */
    List<RolloutDecision> decide(CorrectionRequest request) {
        return layers.stream().map(layer -> decide(layer, request)).toList();
    }

    private static RolloutDecision decide(Layer layer, CorrectionRequest request) {
        return layer.rollout().decision(layer.name(), request);
    }

    /** Returns true if the context's deadline has passed. */
    boolean isLate(CorrectionContext context) {
        return context.deadline()
                .map(deadline -> !clock.instant().isBefore(deadline))
                .orElse(false);
    }

    CorrectionListener listener() {
        return listener;
    }

    /** Returns the log for layers that fail open or refuse. */
    RateLimitedLog log() {
        return log;
    }

    /** Collects the layers of a stack. Not safe for use by several threads. */
    public static final class Builder {

        private final String name;
        private final List<Layer> layers = new ArrayList<>();
        private CorrectionListener listener = CorrectionListener.NONE;
        private RateLimitedLog log = WARNINGS;
        private InstantSource clock = InstantSource.system();
        private ShadowQueue shadowQueue = ShadowQueue.shared();

        private Builder(String name) {
            this.name = name;
        }

        /** Adds a layer at the end. */
        public Builder layer(Layer layer) {
            layers.add(Objects.requireNonNull(layer, "layer"));
            return this;
        }

        /** Adds a layer that applies to every answer and fails closed. */
        public Builder layer(String name, Aligner aligner) {
            return layer(Layer.of(name, aligner));
        }

        /** Sets the listener of layers and stack. Exceptions that it throws are logged once and ignored. */
        public Builder listener(CorrectionListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Sets the queue of the answers that layers in the mode {@link LayerMode#SHADOW} correct in the background. The default is one
         * that all stacks share. The stack doesn't close it.
         */
        @Incubating
        public Builder shadowQueue(ShadowQueue shadowQueue) {
            this.shadowQueue = Objects.requireNonNull(shadowQueue, "shadowQueue");
            return this;
        }

        /** Sets the clock that deadlines are compared with and that limits the rate of this stack's warnings. */
        Builder clock(InstantSource clock) {
            this.clock = clock;
            this.log = new RateLimitedLog(LOG, clock);
            return this;
        }

        /**
         * Returns the stack. A stack without layers returns every answer unchanged.
         *
         * @throws IllegalArgumentException if two layers have the same name
         */
        public AlignerStack build() {
            Set<String> names = new HashSet<>();
            for (Layer layer : layers) {
                if (!names.add(layer.name())) {
                    throw new IllegalArgumentException("layer names in stack '" + name + "' must differ, but '"
                            + layer.name() + "' is there twice");
                }
            }
            return new AlignerStack(this);
        }
    }
}
