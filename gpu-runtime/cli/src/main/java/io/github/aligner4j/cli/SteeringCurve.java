package io.github.aligner4j.cli;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * What strength does to a set of answers.
 *
 * @param points one for each strength, ascending
 */
record SteeringCurve(List<Point> points) {

    /**
     * The answers at one strength.
     *
     * @param editRatio word edits divided by the answer's words, the mean over the answers that were not rejected
     * @param changed share of all answers that came back changed
     * @param rejected share of all answers of which no correction was fit to be returned
     */
    record Point(double strength, double editRatio, double changed, double rejected) {}

    SteeringCurve {
        points = List.copyOf(points);
    }

    /** Corrects all answers at each strength. */
    static SteeringCurve measure(
            Aligner aligner, List<CorrectionRequest> requests, SortedSet<Double> strengths, Progress progress) {
        List<Point> points = new ArrayList<>();
        for (double strength : strengths) {
            double ratios = 0;
            int changed = 0;
            int rejected = 0;
            for (CorrectionRequest request : requests) {
                try {
                    String answer = aligner.correct(request.withStrength(strength))
                            .answer();
                    ratios += WordEdits.ratio(request.answer(), answer);
                    changed += answer.equals(request.answer()) ? 0 : 1;
                } catch (AlignerException e) {
                    rejected++;
                }
                progress.step();
            }
            int all = requests.size();
            points.add(new Point(
                    strength, ratios / Math.max(1, all - rejected), (double) changed / all, (double) rejected / all));
        }
        return new SteeringCurve(points);
    }

    /** Returns a strength without a needless fraction. */
    static String shown(double strength) {
        return strength == Math.rint(strength) ? String.valueOf((long) strength) : String.valueOf(strength);
    }
}
