package io.github.aligner4j.training;

import io.github.aligner4j.training.checkpoint.CheckpointWriter;
import io.github.aligner4j.training.checkpoint.FolderWriter;
import io.github.aligner4j.training.checkpoint.ResumableCheckpoint;
import io.github.aligner4j.training.checkpoint.TrainingState;
import io.github.aligner4j.training.network.MicroBatch;
import io.github.aligner4j.training.network.UpdateSettings;
import io.github.aligner4j.training.schedule.BatchOrder;
import io.github.aligner4j.training.schedule.Example;
import io.github.aligner4j.training.schedule.MicroBatches;
import io.github.aligner4j.training.schedule.Recipe;
import io.github.aligner4j.training.schedule.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;

/** The loop: steps, looks at the dev set, checkpoints. */
final class TrainingRun {

    private static final double NANOSECONDS = 1e9;

    private final TrainingJob job;
    private final Recipe recipe;
    private final List<Stage> stages;
    private final List<MicroBatch> dev;
    private final TrainableModelContents contents;
    private final TrainingListener listener;
    private final OutputFolder output;
    private final MetricsFile metrics;
    private final CheckpointWriter writer;
    private TrainingState state;

    TrainingRun(
            TrainingJob job,
            List<Stage> stages,
            List<Example> dev,
            TrainableModelContents contents,
            TrainingListener listener) {
        this.job = job;
        this.recipe = job.recipe();
        this.stages = stages;
        this.dev = MicroBatches.of(dev, recipe.batching().tokens());
        this.contents = contents;
        this.listener = listener;
        this.output = new OutputFolder(job.output());
        this.metrics = new MetricsFile(output.metrics());
        this.writer = new CheckpointWriter(job.base(), contents.layout(), job.descriptor());
        this.state = TrainingState.start("");
    }

    /** Goes on from {@code from} until all is learnt or {@code stop} says so. */
    TrainingReport run(TrainingState from, IntPredicate stop) throws IOException {
        state = from;
        metrics.cutAfter(state.step());
        while (state.stage() < stages.size()) {
            Stage stage = stages.get(state.stage());
            if (!learn(stage, stop)) {
                save();
                return report(false);
            }
            state = state.nextStage();
        }
        finish();
        return report(true);
    }

    /** Returns whether the stage came to its end. */
    private boolean learn(Stage stage, IntPredicate stop) throws IOException {
        int steps = stage.steps(recipe.batching().rows());
        BatchOrder order = new BatchOrder(stage, recipe.batching().rows(), recipe.seed());
        if (state.stepInStage() == 0) {
            contents.trainee().resetMoments();
        }
        while (state.stepInStage() < steps) {
            if (stop.test(state.step())) {
                return false;
            }
            step(stage, order.step(state.stepInStage()), steps);
            boolean last = state.stepInStage() == steps;
            if (isDue(recipe.cadence().evaluateEvery()) || last) {
                evaluate();
            }
            if (isTired()) {
                return true;
            }
            if (isDue(recipe.cadence().saveEvery()) && !last) {
                save();
            }
        }
        return true;
    }

    private void step(Stage stage, List<Example> examples, int steps) throws IOException {
        long begun = System.nanoTime();
        int scored = examples.stream().mapToInt(Example::scored).sum();
        int read = examples.stream().mapToInt(Example::length).sum();
        List<MicroBatch> batches = MicroBatches.of(examples, recipe.batching().tokens());
        double loss = contents.trainee().learn(batches, 1.0 / scored);
        Recipe.Optimization optimization = recipe.optimization();
        double rate = optimization.rate(state.stepInStage(), steps);
        double norm = contents.trainee()
                .update(new UpdateSettings(
                        rate, optimization.weightDecay(), optimization.largestNorm(), state.stepInStage() + 1));
        state = state.stepped(scored);
        requireFinite(loss, norm);
        double seconds = (System.nanoTime() - begun) / NANOSECONDS;
        StepReport report = new StepReport(state.step(), stage.name(), loss, rate, norm, scored, read / seconds);
        metrics.add(report);
        listener.stepped(report);
    }

    private void requireFinite(double loss, double norm) {
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            throw new IllegalStateException("at step " + state.step() + " the loss was " + loss
                    + " and the gradient's norm " + norm
                    + "; go on from the last checkpoint with a learning rate below "
                    + recipe.optimization().learningRate());
        }
    }

    private void evaluate() throws IOException {
        if (dev.isEmpty()) {
            return;
        }
        double sum = 0;
        long scored = 0;
        for (MicroBatch batch : dev) {
            sum += contents.trainee().loss(batch);
            scored += batch.scored();
        }
        double loss = sum / scored;
        metrics.add(state.step(), loss);
        boolean counts = isLastStage();
        boolean best = counts && loss < state.bestLoss();
        if (best) {
            writeModel();
        }
        state = counts ? state.evaluated(loss) : state;
        listener.evaluated(state.step(), loss, best);
    }

    private boolean isLastStage() {
        return state.stage() == stages.size() - 1;
    }

    private boolean isDue(int every) {
        return state.step() % every == 0;
    }

    private boolean isTired() {
        int patience = recipe.cadence().patience();
        return patience > 0 && isLastStage() && state.evaluationsWithoutGain() >= patience;
    }

    private void save() throws IOException {
        Path checkpoint = output.checkpoint(state.step());
        ResumableCheckpoint.write(checkpoint, writer, state, contents);
        output.deleteCheckpointsBut(checkpoint);
        listener.saved(checkpoint);
    }

    private void finish() throws IOException {
        if (dev.isEmpty()) {
            writeModel();
        }
        output.writeReport(report(true));
        output.deleteCheckpoints();
    }

    private void writeModel() throws IOException {
        FolderWriter.replace(output.model(), part -> writer.write(part, job.storedType(), contents::parameter));
    }

    private TrainingReport report(boolean finished) {
        return new TrainingReport(finished, state.step(), state.tokens(), state.bestLoss());
    }
}
