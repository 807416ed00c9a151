// SPDX-License-Identifier: Apache-2.0
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
        TokenUsage own = correction.usage();
        for (Detection detection : correction.detections()) {
            own = own.minus(detection.usage());
        }
        return of(name, own, correction.usageBreakdown());
    }

    /** Returns {@code breakdown} with {@code name} before each part, or {@code usage} as the only part. */
    static Map<String, TokenUsage> of(String name, TokenUsage usage, Map<String, TokenUsage> breakdown) {
        Map<String, TokenUsage> parts = new LinkedHashMap<>();
        breakdown.forEach((part, tokens) -> parts.put(name.isEmpty() ? part : name + "." + part, tokens));
        if (parts.isEmpty()) {
            parts.put(name.isEmpty() ? "candidates" : name, usage);
        }
        return parts;
    }
}
