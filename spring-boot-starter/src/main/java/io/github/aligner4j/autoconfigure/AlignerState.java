package io.github.aligner4j.autoconfigure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How an Aligner is doing.
 *
 * @param usable whether it can correct; false once it is closed
 * @param details what a health endpoint may show: no texts
 */
public record AlignerState(boolean usable, Map<String, Object> details) {

    /** Loaded, and nothing else known. */
    public static final AlignerState LOADED = new AlignerState(true, Map.of());

    /** Copies the details, in their order. */
    public AlignerState {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
