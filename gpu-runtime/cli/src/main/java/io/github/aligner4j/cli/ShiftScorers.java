// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.evaluation.compare.ComparedSystem;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.score.Score;
import io.github.aligner4j.evaluation.score.ScoreScale;
import io.github.aligner4j.evaluation.scoring.AnswerScorer;
import io.github.aligner4j.evaluation.scoring.Scorers;
import io.github.aligner4j.evaluation.style.JudgeSettings;
import io.github.aligner4j.evaluation.style.LinearJudge;
import io.github.aligner4j.evaluation.style.StyleRow;
import io.github.aligner4j.hub.HubClient;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** The scorers of {@link ShiftCommand}, and the checkpoints that their detectors need. */
final class ShiftScorers implements AutoCloseable {

    private static final String FIELD = "field:";
    private static final String DETECTOR = "detector:";
    private static final String STYLE = "style:";
    private static final String NOT = "~";

    private final ShiftRows rows;
    private final RuntimeFlags runtime;
    private final CommandSpec command;
    private final Map<String, CheckpointAligner> checkpoints = new HashMap<>();
    private final Map<String, SystemScorer> scorers = new LinkedHashMap<>();
    private final List<ScoreScale> scales = new ArrayList<>();
    private final Map<String, Map.Entry<String, SeenLabels>> detectors = new LinkedHashMap<>();

    private ShiftScorers(ShiftRows rows, RuntimeFlags runtime, CommandSpec command) {
        this.rows = rows;
        this.runtime = runtime;
        this.command = command;
    }

    /** Scores a system's answer. */
    @FunctionalInterface
    private interface SystemScorer {
        OptionalDouble score(ComparisonRow row, String system, String answer);
    }

    /**
     * Opens scorers.
     *
     * @param specs NAME=SPEC, or the name of a score of texts alone
     * @throws IOException if a file can't be read
     * @throws IllegalArgumentException if one is unknown, or two have the same name
     */
    static ShiftScorers open(List<String> specs, ShiftRows rows, RuntimeFlags runtime, CommandSpec command)
            throws IOException {
        ShiftScorers opened = new ShiftScorers(rows, runtime, command);
        try {
            for (String each : specs) {
                int end = each.indexOf('=');
                String name = each.substring(0, Math.max(0, end)).strip();
                opened.add(name.isEmpty() ? each.substring(end + 1) : name, each.substring(end + 1));
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void add(String name, String spec) throws IOException {
        if (scorers.containsKey(name)) {
            throw new IllegalArgumentException("two scores are called '" + name + "'; write --score NAME=" + spec);
        }
        if (spec.startsWith(FIELD)) {
            add(
                    new ScoreScale(name, "numbers of the field '" + spec.substring(FIELD.length()) + "'", true, ""),
                    ShiftField.read(spec.substring(FIELD.length()), rows)::score);
        } else if (spec.startsWith(DETECTOR)) {
            add(detector(name, spec.substring(DETECTOR.length())));
        } else if (spec.startsWith(STYLE)) {
            add(style(name, Path.of(spec.substring(STYLE.length()))));
        } else {
            add(named(name, spec));
        }
    }

    private void add(AnswerScorer scorer) {
        add(scorer.scale(), (row, system, answer) -> scorer.score(row, answer));
    }

    private void add(ScoreScale scale, SystemScorer scorer) {
        scales.add(scale);
        scorers.put(scale.name(), scorer);
    }

    private AnswerScorer detector(String name, String spec) {
        int end = spec.lastIndexOf('#');
        if (end <= 0 || end == spec.length() - 1) {
            throw new IllegalArgumentException(
                    "--score " + name + " needs a checkpoint and a label, as in detector:embedded#rudeness, but was '"
                            + DETECTOR + spec + "'");
        }
        boolean negated = spec.startsWith(NOT, end + 1);
        String label = spec.substring(end + (negated ? 2 : 1));
        String source = spec.substring(0, end);
        CheckpointAligner checkpoint = checkpoints.computeIfAbsent(source, this::checkpoint);
        Detector detector = checkpoint
                .detector()
                .orElseThrow(() -> new IllegalArgumentException("the checkpoint '" + source + "' of --score " + name
                        + " has no detector; name one that has, such as embedded"));
        SeenLabels seen = new SeenLabels(detector);
        detectors.put("--score " + name + ": " + source + "#" + label, Map.entry(label, seen));
        AnswerScorer scorer = Scorers.detector(name, seen, label, false);
        return negated ? new Complement(scorer, label) : scorer;
    }

    private CheckpointAligner checkpoint(String source) {
        CheckpointAligner.Builder builder =
                CheckpointAligner.builder(ModelSource.parse(source)).options(runtime.options());
        return HubModels.isHub(source)
                ? HubModels.use(
                        command,
                        HubClient.builder(),
                        client -> builder.hub(client).open())
                : builder.open();
    }

    private AnswerScorer style(String name, Path file) throws IOException {
        List<StyleRow> pairs =
                EvaluationInput.pairs(new RowReader(false, command.commandLine().getErr()), file);
        LinearJudge judge = LinearJudge.calibrated(pairs, List.of(), JudgeSettings.DEFAULT);
        return Scorers.classifier(
                name,
                "probability of a civil text by a classifier trained on " + file.getFileName(),
                judge::civility,
                true);
    }

    private static AnswerScorer named(String name, String spec) {
        List<AnswerScorer> known = Scorers.overCorrection();
        AnswerScorer scorer = known.stream()
                .filter(each -> each.scale().name().equals(spec))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--score " + name + ": '" + spec
                        + "' is none of field:FIELD, detector:SOURCE#LABEL, style:FILE, "
                        + known.stream().map(each -> each.scale().name()).collect(Collectors.joining(", "))));
        return new Renamed(scorer, name);
    }

    List<ScoreScale> scales() {
        return List.copyOf(scales);
    }

    /** Returns the scores of an answer. */
    List<Score> score(ComparisonRow row, String system, String answer) {
        List<Score> scores = new ArrayList<>();
        scorers.forEach((name, scorer) -> scorer.score(row, system, answer)
                .ifPresent(value -> scores.add(new Score(row.id(), system, name, value))));
        return scores;
    }

    /**
     * Checks, after the scoring, that the detectors know the labels that they were asked for: scores by a label that is misspelled
     * would mean the opposite.
     *
     * @throws IllegalArgumentException if a detector never gave its label
     */
    void checkLabels() {
        detectors.forEach((name, detector) -> {
            if (!detector.getValue().labels.contains(detector.getKey())) {
                throw new IllegalArgumentException(name + ": the detector never gave the label '" + detector.getKey()
                        + "', but " + detector.getValue().labels + "; name one of these");
            }
        });
    }

    /** Returns whether a system is that of the original answers. */
    static boolean isOriginal(String system) {
        return system.equals(ComparedSystem.ORIGINAL);
    }

    @Override
    public void close() {
        checkpoints.values().forEach(CheckpointAligner::close);
    }

    /** A detector, and the labels that it has given. */
    private static final class SeenLabels implements Detector {

        private final Detector detector;
        private final Set<String> labels = new ConcurrentSkipListSet<>();

        SeenLabels(Detector detector) {
            this.detector = detector;
        }

        @Override
        public Detection detect(CorrectionRequest request, CorrectionContext context) {
            Detection detection = detector.detect(request, context);
            labels.add(detection.label());
            return detection;
        }
    }

    /** The probability that a label does not hold. */
    private record Complement(AnswerScorer scorer, String label) implements AnswerScorer {

        private static final double ALL = 100;

        @Override
        public ScoreScale scale() {
            String description = "probability that the label '" + label + "' does not hold, by a detector";
            return new ScoreScale(
                    scorer.scale().name(), description, true, scorer.scale().unit());
        }

        @Override
        public OptionalDouble score(ComparisonRow row, String answer) {
            OptionalDouble score = scorer.score(row, answer);
            return score.isEmpty() ? score : OptionalDouble.of(ALL - score.getAsDouble());
        }
    }

    /** A scorer under another name. */
    private record Renamed(AnswerScorer scorer, String name) implements AnswerScorer {

        @Override
        public ScoreScale scale() {
            ScoreScale scale = scorer.scale();
            return new ScoreScale(name, scale.description(), scale.higherIsBetter(), scale.unit());
        }

        @Override
        public OptionalDouble score(ComparisonRow row, String answer) {
            return scorer.score(row, answer);
        }
    }
}
