// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.drafting.Drafting;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The measurements of one row: each drafting strategy, and a full prefill, as often as repeated. */
final class Outcome {

    private final String kind;
    private final Map<Drafting, List<Sample>> samples = new EnumMap<>(Drafting.class);
    private final List<Sample> fullPrefills = new ArrayList<>();

    Outcome(String kind) {
        this.kind = kind;
    }

    String kind() {
        return kind;
    }

    void add(Drafting strategy, Sample sample) {
        samples.computeIfAbsent(strategy, any -> new ArrayList<>()).add(sample);
    }

    void addFullPrefill(Sample sample) {
        fullPrefills.add(sample);
    }

    List<Sample> samples(Drafting strategy) {
        return List.copyOf(samples.getOrDefault(strategy, List.of()));
    }

    /** Returns the median latency of a strategy, in seconds. */
    double seconds(Drafting strategy) {
        return Statistics.median(samples(strategy).stream().map(Sample::seconds).toList());
    }

    /** Returns the median time of the full prefill, in seconds, without queueing. */
    double fullPrefillSeconds() {
        return Statistics.median(
                fullPrefills.stream().map(Sample::prefillSeconds).toList());
    }

    /** Returns whether {@code strategy} generated other tokens than plain decoding. */
    boolean differs(Drafting strategy) {
        List<Sample> plain = samples(Drafting.NONE);
        return !plain.isEmpty()
                && samples(strategy).stream()
                        .anyMatch(sample -> !sample.generation()
                                .tokenIds()
                                .equals(plain.get(0).generation().tokenIds()));
    }
}
