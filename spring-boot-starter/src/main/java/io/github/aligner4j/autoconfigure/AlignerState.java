package io.github.aligner4j.autoconfigure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state of an Aligner, for health and info endpoints.
 *
 * @param usable true if it can correct; false once it is closed
 * @param details facts for a health endpoint; never texts of users
 */
public record AlignerState(boolean usable, Map<String, Object> details) {

    /** The state of a loaded Aligner without details. */
    public static final AlignerState LOADED = new AlignerState(true, Map.of());

    /** Copies the details. */
    public AlignerState {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
