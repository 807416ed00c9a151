// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.evaluation.outcome.Offsets;
import io.github.aligner4j.evaluation.traffic.Disagreement.Pair;
import io.github.aligner4j.text.Edit;
import io.github.aligner4j.text.WordDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Counts answers in which a layer changed what an earlier one had written. */
final class DisagreementTally {

    private final Map<Pair, long[]> counts = new TreeMap<>();

    void add(String chain, List<LayerStep> steps) {
        List<LayerStep> changes =
                steps.stream().filter(LayerStep::isKnownChange).toList();
        for (int later = 1; later < changes.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                add(chain, changes.get(earlier), changes.get(later));
            }
        }
    }

    List<Disagreement> report() {
        List<Disagreement> report = new ArrayList<>();
        counts.forEach((pair, count) -> report.add(new Disagreement(pair, count[0], count[1], count[2])));
        return report;
    }

    private void add(String chain, LayerStep earlier, LayerStep later) {
        Pair pair = new Pair(chain, earlier.layer().name(), later.layer().name());
        long[] count = counts.computeIfAbsent(pair, none -> new long[3]);
        count[0]++;
        String original = Objects.requireNonNull(earlier.before());
        String written = Objects.requireNonNull(earlier.after());
        String read = Objects.requireNonNull(later.before());
        String result = Objects.requireNonNull(later.after());
        Offsets between = new Offsets(written, read);
        List<Edit> own = WordDiff.between(read, result);
        List<Edit> touched = WordDiff.between(original, written).stream()
                .filter(edit -> touches(own, between.start(edit.correctedStart()), between.end(edit.correctedEnd())))
                .toList();
        List<Edit> remaining = WordDiff.between(original, result);
        count[1] += touched.isEmpty() ? 0 : 1;
        boolean undone =
                touched.stream().anyMatch(edit -> !touches(remaining, edit.originalStart(), edit.originalEnd()));
        count[2] += undone ? 1 : 0;
    }

    /** Returns true if one of {@code edits} changes a part of the range or inserts within it. */
    private static boolean touches(List<Edit> edits, int start, int end) {
        return edits.stream().anyMatch(edit -> {
            boolean overlaps = edit.originalStart() < end && start < edit.originalEnd();
            boolean samePlace = edit.originalStart() == start && edit.originalEnd() == end;
            return overlaps || samePlace;
        });
    }
}
