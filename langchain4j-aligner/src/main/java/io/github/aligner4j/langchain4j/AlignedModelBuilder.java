package io.github.aligner4j.langchain4j;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

/**
 * Collects what an aligned model needs beside its upstream model and its Aligner. Not safe for use by several threads.
 *
 * @param <A> the aligned model's type
 */
public final class AlignedModelBuilder<A> {

    private final BiFunction<AlignmentOptions, Executor, A> assembly;
    private AlignmentOptions options = AlignmentOptions.DEFAULT;
    private Executor executor = StreamThreads.shared();

    AlignedModelBuilder(BiFunction<AlignmentOptions, Executor, A> assembly) {
        this.assembly = assembly;
    }

    /** Sets how answers are treated that are more, or something else, than text. */
    public AlignedModelBuilder<A> options(AlignmentOptions options) {
        this.options = Objects.requireNonNull(options, "options");
        return this;
    }

    /**
     * Sets what runs streams and asynchronous calls. By default, and shared by all aligned models: virtual threads from Java
     * 24 on; before, daemon threads that are created as needed, 1,000 at most. A stream that finds them all busy ends with an
     * {@link io.github.aligner4j.AlignerException}, and so should it with your executor (by a {@link
     * java.util.concurrent.RejectedExecutionException}), as a stream may be started from inside another one's end.
     *
     * <p>Each running stream holds one thread from its first event on, and now and then a second one for what an
     * Aligner does ahead of the answer's end, so the executor must not run tasks on the calling thread.
     */
    public AlignedModelBuilder<A> executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Returns the aligned model, or the upstream model itself if the same Aligner already corrects its answers.
     *
     * @throws IllegalArgumentException if the same Aligner already corrects them with other options
     */
    public A build() {
        return assembly.apply(options, executor);
    }
}
