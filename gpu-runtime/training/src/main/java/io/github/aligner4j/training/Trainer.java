// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.training.checkpoint.ResumableCheckpoint;
import io.github.aligner4j.training.checkpoint.TrainingState;
import io.github.aligner4j.training.djl.TrainableModel;
import io.github.aligner4j.training.djl.TrainingTokenizer;
import io.github.aligner4j.training.network.Parameter;
import io.github.aligner4j.training.network.ParameterLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Trains Aligners as the paper does (arXiv:2402.02416): supervised fine-tuning on questions, answers and corrections, with the
 * loss on the correction only, after a warm-up on answers that stay unchanged.
 *
 * <p>{@link #resume} continues a training that was stopped or killed. On the CPU in float32, with the same number of threads, the
 * result is bitwise the same. Not safe for use by several threads; a JVM trains one model at a time.
 */
public final class Trainer {

    private final TrainingJob job;
    private final TrainingListener listener;
    private final OutputFolder output;
    private IntPredicate stop = steps -> false;

    /** Creates a trainer; reads and writes nothing yet. */
    public Trainer(TrainingJob job, TrainingListener listener) {
        this.job = Objects.requireNonNull(job, "job");
        this.listener = Objects.requireNonNull(listener, "listener");
        this.output = new OutputFolder(job.output());
    }

    /** Sets a predicate on the number of completed steps that stops the training and leaves a checkpoint to resume from. */
    public Trainer stoppingWhen(IntPredicate stop) {
        this.stop = Objects.requireNonNull(stop, "stop");
        return this;
    }

    /**
     * Trains from the beginning.
     *
     * @throws IOException if a file can't be written, or the output folder contains a training
     * @throws io.github.aligner4j.runtime.checkpoint.CheckpointException if the base checkpoint can't be trained
     * @throws IllegalArgumentException if there are no examples, an answer exceeds the checkpoint's window, or the device does
     *     not exist
     * @throws IllegalStateException if the loss is not finite
     */
    public TrainingReport start() throws IOException {
        output.requireUnused();
        return train(Optional.empty());
    }

    /**
     * Resumes a training that was stopped or killed, from its latest checkpoint or, without one, from the beginning.
     *
     * @throws IOException if a file can't be read or written, the training is finished, or rows or options have changed
     */
    public TrainingReport resume() throws IOException {
        if (Files.exists(output.report())) {
            throw new IOException(output.root() + ": the training is finished; its model is " + output.model());
        }
        Optional<Path> latest = output.latest();
        Files.createDirectories(output.root());
        return train(latest.map(ResumableCheckpoint::open));
    }

    private TrainingReport train(Optional<ResumableCheckpoint> checkpoint) throws IOException {
        CheckpointDirectory base = CheckpointDirectory.open(job.base());
        ParameterLayout layout = job.lora()
                .map(lora -> ParameterLayout.withAdapters(base.config(), lora))
                .orElseGet(() -> ParameterLayout.full(base.config()));
        EncodedDataset data = encode(base);
        TrainingState state = TrainingState.start(Fingerprint.of(job, layout, data.stages()));
        if (checkpoint.isPresent()) {
            state = requireSame(state, checkpoint.get().state());
        }
        TrainingJob.Hardware hardware = job.hardware();
        try (TrainableModel model =
                TrainableModel.start(layout, hardware.device(), hardware.bfloat16(), hardware.threads())) {
            TrainableModelContents contents = new TrainableModelContents(model, layout);
            contents.load(base, job.config().seed());
            checkpoint.ifPresent(contents::load);
            listener.started(plan(data, layout, state.step()));
            return new TrainingRun(job, data, contents, listener).run(state, stop);
        }
    }

    private EncodedDataset encode(CheckpointDirectory base) {
        requireContext(base);
        try (TrainingTokenizer tokenizer = TrainingTokenizer.open(base)) {
            EncodedDataset data = new Curriculum(tokenizer, job.descriptor(), job.config()).encode(windowed());
            if (data.stages().isEmpty()) {
                throw new IllegalArgumentException(
                        "there is nothing to train on: of " + job.data().rows() + " rows, "
                                + data.tooLong() + " have more than "
                                + job.config().batching().maxLength() + " tokens and "
                                + data.unsafe() + " contain text that can't be told apart from the template's frame");
            }
            return data;
        }
    }

    private TrainingDataset windowed() {
        CheckpointDescriptor descriptor = job.descriptor();
        CheckpointDescriptor.Window window = descriptor == null ? null : descriptor.window();
        return window == null ? job.data() : new WindowedRows(window).of(job.data());
    }

    private void requireContext(CheckpointDirectory base) {
        int maxLength = job.config().batching().maxLength();
        int context = base.config().contextTokens();
        if (maxLength > context) {
            throw new IllegalArgumentException("the maximum length of rows is " + maxLength
                    + " tokens, but the context of the model has " + context + "; lower the maximum length");
        }
    }

    private TrainingState requireSame(TrainingState started, TrainingState found) throws IOException {
        if (!started.fingerprint().equals(found.fingerprint())) {
            throw new IOException(
                    output.root() + ": the training in this folder had other rows or options; resume it with"
                            + " the same ones, or name another --output");
        }
        return found;
    }

    private TrainingPlan plan(EncodedDataset data, ParameterLayout layout, int done) {
        int batchSize = job.config().batching().batchSize();
        return new TrainingPlan(
                data.stages().stream()
                        .map(stage -> new TrainingPlan.StagePlan(
                                stage.name(), stage.examples().size(), stage.steps(batchSize)))
                        .toList(),
                done,
                layout.base().stream().mapToLong(Parameter::elements).sum(),
                layout.parameters().stream()
                        .filter(Parameter::trained)
                        .mapToLong(Parameter::elements)
                        .sum(),
                data.tooLong(),
                data.unsafe());
    }
}
