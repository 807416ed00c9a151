// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.completion.EngineStatistics;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of an Aligner, for health and info endpoints.
 *
 * @param usable true if it can correct; false once it is closed
 * @param details facts for a health endpoint; never texts of users
 * @param statistics the numbers of the model behind it, for meters; null if they are unknown
 */
public record AlignerState(
        boolean usable,
        Map<String, Object> details,
        @Nullable EngineStatistics statistics) {

    /** The state of a loaded Aligner without details. */
    public static final AlignerState LOADED = new AlignerState(true, Map.of());

    /** Creates a state without statistics. */
    public AlignerState(boolean usable, Map<String, Object> details) {
        this(usable, details, null);
    }

    /** Returns a copy with the numbers of the model. */
    public AlignerState withStatistics(EngineStatistics statistics) {
        return new AlignerState(usable, details, statistics);
    }

    /** Copies the details. */
    public AlignerState {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
