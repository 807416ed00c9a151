package io.github.aligner4j.bench;

import java.util.List;

/** Numbers about many numbers. */
final class Statistics {

    private Statistics() {}

    /** Returns the value that half of {@code values} do not exceed; between the middle two, their mean. NaN if there is none. */
    static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Returns the least of {@code values} that {@code percent} of them do not exceed (nearest rank). NaN if there is none. */
    static double percentile(List<Double> values, double percent) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }
}
