// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.Correction;
import io.github.aligner4j.text.Edit;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts changes. */
final class ChangeTally {

    private final Map<EditKind, Long> kinds = zeros(EditKind.class);
    private final Map<Stratum, Long> strata = zeros(Stratum.class);
    private long count;
    private long deletedWords;
    private long insertedWords;

    /** Counts a change; {@code after} is null if it was not recorded. */
    void add(@Nullable String before, @Nullable String after) {
        count++;
        if (before == null || after == null) {
            kinds.merge(EditKind.UNKNOWN, 1L, Long::sum);
            return;
        }
        kinds.merge(EditKind.of(before, after), 1L, Long::sum);
        Correction correction = Correction.of(before, after);
        strata.merge(Stratum.of(correction.editRatio()), 1L, Long::sum);
        for (Edit edit : correction.edits()) {
            deletedWords += EditKind.count(edit.original());
            insertedWords += EditKind.count(edit.corrected());
        }
    }

    Changes report() {
        return new Changes(count, kinds, strata, deletedWords, insertedWords);
    }

    /** Returns a map with a zero for each constant, in their order. */
    static <E extends Enum<E>> Map<E, Long> zeros(Class<E> type) {
        Map<E, Long> zeros = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            zeros.put(constant, 0L);
        }
        return zeros;
    }
}
