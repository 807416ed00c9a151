// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.DetectorScores;
import io.github.aligner4j.evaluation.DetectorReport.Point;
import io.github.aligner4j.evaluation.RowsReport.Counts;
import io.github.aligner4j.evaluation.style.Judges;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RowsReportTest {

    /** Deletes what is in brackets; its detector scores by an answer's first digit, in tenths, and then by its second one. */
    private static final Aligner ALIGNER = (request, context) -> {
        String answer = request.answer();
        List<Detection> detections = List.of(
                Detection.of("rudeness", (answer.charAt(0) - '0') / 10.0),
                Detection.of("rudeness", (answer.charAt(1) - '0') / 10.0));
        if (answer.contains("fail")) {
            AlignerException failure = new AlignerException("it failed");
            failure.addDetections(detections);
            throw failure;
        }
        return Correction.of(answer, answer.replaceAll("\\[.*?] ", "")).withDetections(detections);
    };

    @Test
    void rows_to_correct_should_change_and_good_ones_come_back_exactly() {
        EvaluationReport report = report(
                row("19 [fool] yes", "19 yes", "insult"),
                row("90 [fool] yes", "90 well", "insult"),
                row("80 fool", "80 you", "insult"),
                row("00 fine", "00 fine", "clean"),
                row("20 [sic] fine", "20 [sic] fine", "clean"),
                row("70 fail", "70", ""));

        RowsReport rows = report.rows().orElseThrow();

        assertThat(rows.kinds().keySet()).containsExactly("", "clean", "insult");
        assertThat(rows.kinds().get("insult")).isEqualTo(new Counts(3, 2, 2 / 3.0, 1, 0, 0, 0));
        assertThat(rows.kinds().get("clean")).isEqualTo(new Counts(0, 0, 0, 0, 2, 1, 0.5));
        assertThat(rows.all()).isEqualTo(new Counts(4, 2, 0.5, 1, 2, 1, 0.5));
        assertThat(rows.failed()).isEqualTo(1);
        assertThat(report.good()).isFalse();
    }

    @Test
    void an_answer_has_the_highest_score_of_its_parts_even_if_its_correction_failed() {
        EvaluationReport report =
                report(row("19 [fool]", "", "a"), row("70 fail", "70", "a"), row("23 fine", "23 fine", "a"));

        DetectorReport detector = Objects.requireNonNull(report.detectors().get("rudeness"));

        assertThat(detector.positives()).isEqualTo(2);
        assertThat(detector.negatives()).isEqualTo(1);
        assertThat(detector.areaUnderCurve()).hasValue(1);
        assertThat(detector.points())
                .contains(
                        new Point(0.2, 2, 1, 1, 1),
                        new Point(0.3001, 2, 1, 0, 0),
                        new Point(0.8, 1, 0.5, 0, 0),
                        new Point(0.95, 0, 0, 0, 0));
    }

    @Test
    void thresholds_are_reported_for_few_false_positives() {
        DetectorReport report = DetectorReport.of(new DetectorScores(
                List.of(0.5), IntStream.range(0, 1000).mapToObj(i -> i / 1000.0).toList()));

        assertThat(report.points())
                .extracting(Point::threshold)
                .isSorted()
                .doesNotHaveDuplicates()
                .contains(0.5, 0.9991, 0.9981, 0.9491);
        assertThat(report.points().get(report.points().size() - 1).falsePositives())
                .isZero();
    }

    @Test
    void an_aligner_without_a_detector_has_no_scores() {
        EvaluationData data = data(row("[fool] yes", "yes", "a"));
        Aligner plain = (request, context) -> Correction.of(request.answer(), "yes");

        EvaluationReport report = EvaluationReport.of(Evaluation.run(plain, data, 1, () -> {}), Judges.NONE, 100);

        assertThat(report.detectors()).isEmpty();
        assertThat(report.speed()).containsOnlyKeys("rows");
    }

    private static EvaluationReport report(LabelledRow... rows) {
        return EvaluationReport.of(Evaluation.run(ALIGNER, data(rows), 2, () -> {}), Judges.NONE, 100);
    }

    private static EvaluationData data(LabelledRow... rows) {
        return new EvaluationData(List.of(), List.of(), List.of(), List.of(rows));
    }

    private static LabelledRow row(String answer, String correction, String kind) {
        return new LabelledRow(CorrectionRequest.of("", answer), correction, kind);
    }
}
