// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Changes of answers.
 *
 * @param count the number of changed answers
 * @param kinds the number of them of each kind, kinds without any included
 * @param strata the number of them whose edit ratio is in each {@link Stratum}, strata without any included; without those whose
 *     text was not recorded
 * @param deletedWords the number of words in all of the deleted or replaced parts
 * @param insertedWords the number of words in all of the inserted or replacing parts
 */
public record Changes(
        long count, Map<EditKind, Long> kinds, Map<Stratum, Long> strata, long deletedWords, long insertedWords) {

    /** Copies the maps. */
    public Changes {
        kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
        strata = Collections.unmodifiableMap(new LinkedHashMap<>(strata));
    }

    /** Returns true if the texts of all changes were recorded. */
    boolean allKnown() {
        return kinds.getOrDefault(EditKind.UNKNOWN, 0L) == 0;
    }
}
