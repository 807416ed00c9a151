// SPDX-License-Identifier: Apache-2.0
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
import io.github.aligner4j.training.schedule.Stage;
import io.github.aligner4j.training.schedule.TrainingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;

/** The training loop: steps, evaluations on the dev set, checkpoints. Not safe for use by several threads. */
final class TrainingRun {

    private static final double NANOSECONDS = 1e9;

    private final TrainingJob job;
    private final TrainingConfig config;
    private final List<Stage> stages;
    private final DevSet dev;
    private final TrainableModelContents contents;
    private final TrainingListener listener;
    private final OutputFolder output;
    private final MetricsFile metrics;
    private final CheckpointWriter writer;
    private TrainingState state;

    TrainingRun(TrainingJob job, EncodedDataset data, TrainableModelContents contents, TrainingListener listener) {
        this.job = job;
        this.config = job.config();
        this.stages = data.stages();
        this.dev = DevSet.of(data, config.batching().maxTokens());
        this.contents = contents;
        this.listener = listener;
        this.output = new OutputFolder(job.output());
        this.metrics = new MetricsFile(output.metrics());
        this.writer = new CheckpointWriter(job.base(), contents.layout(), job.descriptor());
        this.state = TrainingState.start("");
    }

    /** Continues from {@code from} until all stages are done or {@code stop} accepts the number of completed steps. */
    TrainingReport run(TrainingState from, IntPredicate stop) throws IOException {
        state = from;
        metrics.cutAfter(state.step());
        while (state.stage() < stages.size()) {
            if (!train(stages.get(state.stage()), stop)) {
                save();
                return report(false);
            }
            state = state.nextStage();
        }
        finish();
        return report(true);
    }

    /** Returns whether the stage was completed, as opposed to stopped. */
    private boolean train(Stage stage, IntPredicate stop) throws IOException {
        int batchSize = config.batching().batchSize();
        int steps = stage.steps(batchSize);
        BatchOrder order = new BatchOrder(stage, batchSize, config.seed());
        if (state.stepInStage() == 0) {
            contents.model().resetMoments();
        }
        while (state.stepInStage() < steps) {
            if (stop.test(state.step())) {
                return false;
            }
            step(stage, order.step(state.stepInStage()), steps);
            boolean last = state.stepInStage() == steps;
            if (isDue(config.intervals().evaluateEvery()) || last) {
                evaluate();
            }
            if (isPatienceExhausted()) {
                return true;
            }
            if (isDue(config.intervals().saveEvery()) && !last) {
                save();
            }
        }
        return true;
    }

    private void step(Stage stage, List<Example> examples, int steps) throws IOException {
        long started = System.nanoTime();
        int labels = examples.stream().mapToInt(Example::labels).sum();
        int inputs = examples.stream().mapToInt(Example::length).sum();
        List<MicroBatch> batches = MicroBatches.of(examples, config.batching().maxTokens());
        double weight = examples.stream().mapToDouble(Example::weight).sum();
        double loss = contents.model().accumulateGradients(batches, 1 / weight);
        TrainingConfig.Optimization optimization = config.optimization();
        double rate = optimization.learningRate(state.stepInStage(), steps);
        double norm = contents.model()
                .update(new UpdateSettings(
                        rate, optimization.weightDecay(), optimization.maxGradNorm(), state.stepInStage() + 1));
        state = state.stepped(labels);
        requireFinite(loss, norm);
        double seconds = (System.nanoTime() - started) / NANOSECONDS;
        StepReport report = new StepReport(state.step(), stage.name(), loss, rate, norm, labels, inputs / seconds);
        metrics.add(report);
        listener.stepped(report);
    }

    private void requireFinite(double loss, double norm) {
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            throw new IllegalStateException("at step " + state.step() + " the loss was " + loss
                    + " and the gradient norm " + norm
                    + "; resume from the last checkpoint with a learning rate below "
                    + config.optimization().learningRate());
        }
    }

    private void evaluate() throws IOException {
        if (dev.isEmpty()) {
            return;
        }
        DevReport report = dev.evaluate(contents.model(), state.step());
        // Earlier stages are a preparation: the best model is one of the last stage.
        boolean best = isLastStage() && report.loss() < state.bestLoss();
        metrics.add(report);
        if (best) {
            writeModel();
        }
        state = isLastStage() ? state.evaluated(report.loss()) : state;
        listener.evaluated(report.withBest(best));
    }

    private boolean isLastStage() {
        return state.stage() == stages.size() - 1;
    }

    private boolean isDue(int interval) {
        return state.step() % interval == 0;
    }

    private boolean isPatienceExhausted() {
        int patience = config.intervals().patience();
        return patience > 0 && isLastStage() && state.evaluationsWithoutImprovement() >= patience;
    }

    private void save() throws IOException {
        Path checkpoint = output.checkpoint(state.step());
        ResumableCheckpoint.write(checkpoint, writer, state, contents);
        output.deleteCheckpointsExcept(checkpoint);
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
