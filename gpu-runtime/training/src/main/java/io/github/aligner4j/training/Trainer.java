package io.github.aligner4j.training;

import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.template.CorrectionTemplate;
import io.github.aligner4j.training.checkpoint.ResumableCheckpoint;
import io.github.aligner4j.training.checkpoint.TrainingState;
import io.github.aligner4j.training.djl.TrainableModel;
import io.github.aligner4j.training.djl.TrainingTokenizer;
import io.github.aligner4j.training.network.Parameter;
import io.github.aligner4j.training.network.ParameterLayout;
import io.github.aligner4j.training.schedule.Example;
import io.github.aligner4j.training.schedule.Recipe;
import io.github.aligner4j.training.schedule.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Trains Aligners by the paper's recipe (arXiv:2402.02416): supervised, on questions, answers and corrections, with the loss on
 * the correction alone, after a warm-up on answers that are to be left as they are.
 *
 * <p>A run that was killed is gone on with by {@link #resume}; on the CPU in float32, and with the same number of threads, the
 * outcome is the same to the bit. For one thread; a JVM trains one model at a time.
 */
public final class Trainer {

    private final TrainingJob job;
    private final TrainingListener listener;
    private final OutputFolder output;
    private IntPredicate stop = steps -> false;

    /** Prepares a training; nothing is read or written yet. */
    public Trainer(TrainingJob job, TrainingListener listener) {
        this.job = Objects.requireNonNull(job, "job");
        this.listener = Objects.requireNonNull(listener, "listener");
        this.output = new OutputFolder(job.output());
    }

    /** Stops once {@code stop} says so of the number of steps taken, leaving a checkpoint to resume from. */
    public Trainer stoppingWhen(IntPredicate stop) {
        this.stop = Objects.requireNonNull(stop, "stop");
        return this;
    }

    /**
     * Trains from the beginning.
     *
     * @throws IOException if files can't be written, or the output folder holds a training already
     * @throws io.github.aligner4j.runtime.checkpoint.CheckpointException if the base checkpoint can't be trained
     * @throws IllegalArgumentException if there is nothing to learn, an answer is longer than the checkpoint's window, or the
     *     device is not there
     * @throws IllegalStateException if the loss is no longer a number
     */
    public TrainingReport start() throws IOException {
        output.requireUnused();
        return train(Optional.empty());
    }

    /**
     * Goes on with a training that was stopped or killed, from its latest checkpoint or, without one, from the beginning.
     *
     * @throws IOException if files can't be read or written, the training is finished, or it was one with other rows or options
     */
    public TrainingReport resume() throws IOException {
        if (Files.exists(output.report())) {
            throw new IOException(output.root() + ": this training is finished; its outcome is " + output.model());
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
        Lesson lesson = lesson(base);
        TrainingState state = TrainingState.start(Fingerprint.of(job, layout, lesson.stages()));
        if (checkpoint.isPresent()) {
            state = requireSame(state, checkpoint.get().state());
        }
        TrainingJob.Hardware hardware = job.hardware();
        try (TrainableModel trainee =
                TrainableModel.start(layout, hardware.device(), hardware.bfloat16(), hardware.threads())) {
            TrainableModelContents contents = new TrainableModelContents(trainee, layout);
            contents.load(base, job.recipe().seed());
            checkpoint.ifPresent(contents::load);
            listener.started(plan(lesson, layout, state.step()));
            return new TrainingRun(job, lesson.stages(), lesson.dev(), contents, listener).run(state, stop);
        }
    }

    /** What is learnt and looked at, in tokens. */
    private record Lesson(List<Stage> stages, List<Example> dev, int tooLong, int unusable) {}

    private Lesson lesson(CheckpointDirectory base) {
        requireFits(base);
        try (TrainingTokenizer tokenizer = TrainingTokenizer.open(base)) {
            CheckpointDescriptor descriptor = job.descriptor();
            CorrectionTemplate template = descriptor == null ? null : descriptor.correctionTemplate();
            Curriculum curriculum = new Curriculum(tokenizer, template, job.recipe());
            TrainingJob.Material material = material();
            List<Stage> stages = curriculum.stages(material);
            int tooLong = curriculum.tooLong();
            int unusable = curriculum.unusable();
            if (stages.isEmpty()) {
                throw new IllegalArgumentException("there is nothing to learn: of "
                        + (material.train().size()
                                + material.completions().train().size()) + " rows, " + tooLong + " have more than "
                        + job.recipe().batching().longest() + " tokens and " + unusable
                        + " can't be told apart from the prompt's frame");
            }
            List<Example> dev = new ArrayList<>(curriculum.examples(material.dev()));
            dev.addAll(curriculum.completions(material.completions().dev()));
            return new Lesson(stages, dev, tooLong, unusable);
        }
    }

    private TrainingJob.Material material() {
        CheckpointDescriptor descriptor = job.descriptor();
        CheckpointDescriptor.Window window = descriptor == null ? null : descriptor.window();
        return window == null ? job.material() : new WindowedRows(window).of(job.material());
    }

    private void requireFits(CheckpointDirectory base) {
        int longest = job.recipe().batching().longest();
        int context = base.config().contextTokens();
        if (longest > context) {
            throw new IllegalArgumentException("rows may have " + longest + " tokens, but the model reads at most "
                    + context + "; lower the longest row");
        }
    }

    private TrainingState requireSame(TrainingState begun, TrainingState found) throws IOException {
        if (!begun.fingerprint().equals(found.fingerprint())) {
            throw new IOException(
                    output.root() + ": the training in this folder was one with other rows or other options,"
                            + " so going on with it would be neither; resume with the same, or name another --output");
        }
        return found;
    }

    private TrainingPlan plan(Lesson lesson, ParameterLayout layout, int done) {
        Recipe.Batching batching = job.recipe().batching();
        return new TrainingPlan(
                lesson.stages().stream()
                        .map(stage -> new TrainingPlan.StagePlan(
                                stage.name(), stage.examples().size(), stage.steps(batching.rows())))
                        .toList(),
                done,
                layout.base().stream().mapToLong(Parameter::elements).sum(),
                layout.parameters().stream()
                        .filter(Parameter::trained)
                        .mapToLong(Parameter::elements)
                        .sum(),
                lesson.tooLong(),
                lesson.unusable());
    }
}
