// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.engines;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The times of several contenders for the same rows. */
final class SpeedTable {

    private static final int WARM_UP = 2;

    private final List<SpeedRow> rows;
    private final Map<String, Contender> contenders;
    private final Map<String, List<List<Timed>>> times = new LinkedHashMap<>();

    SpeedTable(List<SpeedRow> rows, Map<String, Contender> contenders) {
        this.rows = rows;
        this.contenders = contenders;
        contenders.keySet().forEach(name -> {
            List<List<Timed>> ofRows = new ArrayList<>();
            rows.forEach(row -> ofRows.add(new ArrayList<>()));
            times.put(name, ofRows);
        });
    }

    /** Corrects rows, in the JVM or elsewhere. */
    interface Contender {
        Timed correct(SpeedRow row);
    }

    /**
     * A correction.
     *
     * @param millis time at the caller
     * @param inside time by the contender's own clock, without queueing and transport
     * @param tokens the tokens of the correction
     */
    record Timed(double millis, double inside, List<Integer> tokens) {}

    /** Runs each row {@code rounds} times with each contender. */
    void run(int rounds) {
        List<String> names = new ArrayList<>(contenders.keySet());
        for (int round = -WARM_UP; round < rounds; round++) {
            for (int i = 0; i < rows.size(); i++) {
                for (int j = 0; j < names.size(); j++) {
                    String name = names.get(Math.floorMod(i + j + round, names.size()));
                    Timed timed = contender(name).correct(rows.get(i));
                    if (round >= 0) {
                        times(name).get(i).add(timed);
                    }
                }
            }
        }
    }

    /** Returns a table in Markdown for each kind of row; the last column compares with the fastest server of that kind. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String kind : rows.stream().map(SpeedRow::kind).distinct().toList()) {
            lines.add("");
            lines.add("| " + kind + " | ms | inside ms | tokens | rows with equal tokens | time / best llama.cpp |");
            lines.add("|---|---|---|---|---|---|");
            double best = contenders.keySet().stream()
                    .filter(name -> name.startsWith("llama.cpp"))
                    .mapToDouble(name -> millis(name, kind))
                    .min()
                    .orElse(Double.NaN);
            contenders.keySet().forEach(name -> lines.add(line(name, kind, best)));
        }
        return lines;
    }

    private String line(String name, String kind, double best) {
        String first = contenders.keySet().iterator().next();
        double inside = 0;
        int tokens = 0;
        int equal = 0;
        List<Integer> of = indexes(kind);
        for (int i : of) {
            List<Timed> all = times(name).get(i);
            inside += median(all.stream().mapToDouble(Timed::inside).toArray());
            tokens += all.get(0).tokens().size();
            equal += all.get(0).tokens().equals(times(first).get(i).get(0).tokens()) ? 1 : 0;
        }
        return String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.0f | %d of %d | %.2f |",
                name,
                millis(name, kind) / of.size(),
                inside / of.size(),
                (double) tokens / of.size(),
                equal,
                of.size(),
                millis(name, kind) / best);
    }

    /** Returns the sum of the rows' median times. */
    private double millis(String name, String kind) {
        return indexes(kind).stream()
                .mapToDouble(i -> median(
                        times(name).get(i).stream().mapToDouble(Timed::millis).toArray()))
                .sum();
    }

    private Contender contender(String name) {
        return Objects.requireNonNull(contenders.get(name), name);
    }

    private List<List<Timed>> times(String name) {
        return Objects.requireNonNull(times.get(name), name);
    }

    private List<Integer> indexes(String kind) {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).kind().equals(kind)) {
                indexes.add(i);
            }
        }
        return indexes;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
