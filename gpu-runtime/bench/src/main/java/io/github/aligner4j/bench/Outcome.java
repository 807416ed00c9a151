package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.drafting.Drafting;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was measured for one row: each way of drafting, and one reading of prompt and answer, as often as was repeated. */
final class Outcome {

    private final String kind;
    private final Map<Drafting, List<Sample>> samples = new EnumMap<>(Drafting.class);
    private final List<Sample> readings = new ArrayList<>();

    Outcome(String kind) {
        this.kind = kind;
    }

    String kind() {
        return kind;
    }

    void add(Drafting way, Sample sample) {
        samples.computeIfAbsent(way, any -> new ArrayList<>()).add(sample);
    }

    void addReading(Sample sample) {
        readings.add(sample);
    }

    List<Sample> samples(Drafting way) {
        return List.copyOf(samples.getOrDefault(way, List.of()));
    }

    /** Returns the median latency of one way, in seconds. */
    double seconds(Drafting way) {
        return Statistics.median(samples(way).stream().map(Sample::seconds).toList());
    }

    /** Returns the median time of one reading, in seconds: its passes alone, no queue. */
    double readingSeconds() {
        return Statistics.median(readings.stream().map(Sample::prefillSeconds).toList());
    }

    /** Returns whether {@code way} gave other tokens than plain decoding. */
    boolean differs(Drafting way) {
        List<Sample> plain = samples(Drafting.NONE);
        return !plain.isEmpty()
                && samples(way).stream()
                        .anyMatch(sample -> !sample.generation()
                                .tokenIds()
                                .equals(plain.get(0).generation().tokenIds()));
    }
}
