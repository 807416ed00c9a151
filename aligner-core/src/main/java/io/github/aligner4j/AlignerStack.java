package io.github.aligner4j;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;

/**
 * Layers of Aligners, each correcting what the one before it answered. A stack is an Aligner, so stacks stack.
 *
 * <p>Each layer has a name, a {@link LayerGate} and a {@link FailurePolicy}; what each one did is in {@link
 * Correction#layers()} and is told to the stack's {@link CorrectionListener}. Failures that the caller doesn't see, those of
 * layers that fail open or refuse, are logged as warnings, at most one a minute for each layer. An {@link Error} is a failure as
 * an exception is: policies apply to it, and it is the cause of an {@link AlignerException}. A cancelled call is nobody's
 * failure and always ends with a {@link io.github.aligner4j.CorrectionCancelledException}, and what the listener of
 * the text throws ends the call as it is.
 *
 * <p>In a {@link CorrectionContext} that is heard, text leaves the stack while the last layer writes it, provided that this
 * layer fails closed (with any other policy, what was heard might have to be taken back) and is not gated out; otherwise it
 * leaves in one piece at the end.
 *
 * <p>While an answer is still being written ({@link #begin}), the first layer that is going to read it sees it.
 *
 * <p>Immutable, and as safe for several threads as its Aligners.
 */
public final class AlignerStack implements Aligner {

    private static final System.Logger LOG = System.getLogger(AlignerStack.class.getName());

    /** Shared, so that stacks that are built for a call and thrown away are no reason to warn for each call. */
    private static final RateLimitedLog WARNINGS = new RateLimitedLog(LOG, InstantSource.system());

    private final String name;
    private final List<Layer> layers;
    private final CorrectionListener listener;
    private final RateLimitedLog log;

    private AlignerStack(Builder builder) {
        this.name = builder.name;
        this.layers = List.copyOf(builder.layers);
        this.listener = SafeListener.of(builder.listener);
        this.log = builder.log;
    }

    /** Returns a stack of one layer that fails closed. */
    public static AlignerStack of(String layer, Aligner aligner) {
        return builder(layer).layer(Layer.of(layer, aligner)).build();
    }

    /** Starts a stack; layers are added in the order in which they correct. */
    public static Builder builder(String name) {
        return new Builder(Objects.requireNonNull(name, "name"));
    }

    /** What metrics and listeners call the stack. */
    public String name() {
        return name;
    }

    /** The layers, in the order in which they correct. */
    public List<Layer> layers() {
        return layers;
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        return correct(request, context, i -> layers.get(i).aligner());
    }

    /** Returns the sum of the layers' timeouts, if each of them has one. Limits of new tokens stay each layer's own. */
    @Override
    public CorrectionLimits limits() {
        return CorrectionLimits.ofStack(layers);
    }

    @Override
    public CorrectionSession begin(CorrectionRequest request, Executor executor) {
        return StackSession.begin(this, request, executor);
    }

    /** Corrects by one Aligner for each layer: the layer's own, or its session. */
    Correction correct(CorrectionRequest request, CorrectionContext context, IntFunction<Aligner> aligners) {
        StackRun run = new StackRun(this, request, context);
        for (int i = 0; i < layers.size() && !run.ended(); i++) {
            run.pass(i, aligners.apply(i));
        }
        return run.finish();
    }

    CorrectionListener listener() {
        return listener;
    }

    /** Where layers that fail open or refuse are told of. */
    RateLimitedLog log() {
        return log;
    }

    /** Collects the layers of a stack. Not safe for use by several threads. */
    public static final class Builder {

        private final String name;
        private final List<Layer> layers = new ArrayList<>();
        private CorrectionListener listener = CorrectionListener.NONE;
        private RateLimitedLog log = WARNINGS;

        private Builder(String name) {
            this.name = name;
        }

        /** Adds a layer after those already there. */
        public Builder layer(Layer layer) {
            layers.add(Objects.requireNonNull(layer, "layer"));
            return this;
        }

        /** Adds a layer that lets every answer in and fails closed. */
        public Builder layer(String name, Aligner aligner) {
            return layer(Layer.of(name, aligner));
        }

        /** Sets what hears each layer. What it throws is logged once and ignored. */
        public Builder listener(CorrectionListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** Sets the clock by which this stack's own warnings are spaced. */
        Builder clock(InstantSource clock) {
            this.log = new RateLimitedLog(LOG, clock);
            return this;
        }

        /**
         * Returns the stack. One without layers returns every answer as it is.
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
