package io.github.aligner4j.routing;

import io.github.aligner4j.Correction;
import io.github.aligner4j.Detection;
import io.github.aligner4j.TokenUsage;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names the parts of the usage of one Aligner among others. */
final class UsageParts {

    private UsageParts() {}

    /**
     * Returns the usage of {@code correction}, without its detections: one part called {@code name}, or the Aligner's own parts, each
     * after {@code name} and a dot unless {@code name} is empty.
     */
    static Map<String, TokenUsage> of(String name, Correction correction) {
        Map<String, TokenUsage> parts = new LinkedHashMap<>();
        correction
                .usageBreakdown()
                .forEach((part, usage) -> parts.put(name.isEmpty() ? part : name + "." + part, usage));
        if (parts.isEmpty()) {
            TokenUsage own = correction.usage();
            for (Detection detection : correction.detections()) {
                own = own.minus(detection.usage());
            }
            parts.put(name.isEmpty() ? "candidates" : name, own);
        }
        return parts;
    }
}
