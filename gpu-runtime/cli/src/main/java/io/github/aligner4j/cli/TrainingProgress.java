// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.DetectorScores;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor.Detector;
import io.github.aligner4j.training.DevReport;
import io.github.aligner4j.training.StepReport;
import io.github.aligner4j.training.TrainingListener;
import io.github.aligner4j.training.TrainingPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Reports a training on standard error: a progress bar on a terminal, and lines for the plan and for evaluations. */
final class TrainingProgress implements TrainingListener, AutoCloseable {

    private static final double SMOOTHING = 0.1;

    private final PrintWriter err;
    private final Path output;
    private final boolean barShown;
    private @Nullable ProgressBar bar;
    private double loss = Double.NaN;
    private double speed = Double.NaN;
    private String devLossText = "";

    /**
     * Creates a report.
     *
     * @param barShown true to show a progress bar; false to print evaluations
     * @param output the folder whose {@code loss.svg} is drawn after each evaluation
     */
    TrainingProgress(PrintWriter err, boolean barShown, Path output) {
        this.err = err;
        this.output = output;
        this.barShown = barShown;
    }

    @Override
    public void started(TrainingPlan plan) {
        plan.stages()
                .forEach(stage -> err.println(
                        stage.name() + ": " + stage.examples() + " sequences, " + stage.steps() + " steps"));
        err.println(text("training %,d of %,d parameters", plan.trained(), plan.parameters())
                + (plan.stepsDone() == 0 ? "" : "; continuing after step " + plan.stepsDone()));
        if (plan.tooLong() + plan.unsafe() > 0) {
            err.println("skipped: " + plan.tooLong() + " rows longer than --max-length, " + plan.unsafe()
                    + " that contain parts of the template");
        }
        err.flush();
        if (barShown) {
            bar = new ProgressBarBuilder()
                    .setRenderer(new TrainingLine())
                    .setInitialMax(plan.steps())
                    .startsFrom(plan.stepsDone(), Duration.ZERO)
                    .build();
        }
    }

    @Override
    public void stepped(StepReport report) {
        loss = mean(loss, report.loss());
        speed = mean(speed, report.tokensPerSecond());
        if (bar != null) {
            bar.setExtraMessage(text("%s, loss %.3f%s, %.0f tok/s", report.stage(), loss, devLossText, speed));
            bar.stepTo(report.step());
        }
    }

    @Override
    public void evaluated(DevReport report) {
        devLossText = text(", dev %.3f", report.loss());
        if (bar == null) {
            err.println(text(
                    "step %d: loss %.4f, dev loss %.4f%s, %s%.0f tok/s",
                    report.step(),
                    loss,
                    report.loss(),
                    report.best() ? " (best)" : "",
                    report.detector().map(TrainingProgress::text).orElse(""),
                    speed));
            err.flush();
        }
        try {
            LossCurve.write(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    private static double mean(double before, double next) {
        return Double.isNaN(before) ? next : before + SMOOTHING * (next - before);
    }

    private static String text(DetectorScores scores) {
        DetectorScores.Decisions decisions = scores.at(Detector.DEFAULT_THRESHOLD);
        String area = scores.areaUnderCurve().isPresent()
                ? text(", AUC %.4f", scores.areaUnderCurve().getAsDouble())
                : "";
        return text(
                "detector recall %.3f, false positives %.4f%s, ",
                decisions.recall(), decisions.falsePositiveRate(), area);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
