// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.cache.CachingAligner;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Cache hits and cache misses, compared with an Aligner without a cache. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class CacheBenchmark {

    private final CachingAligner cached =
            CachingAligner.of(Subjects.passThrough("aligner"), 10_000, Duration.ofHours(1));
    private int asked;

    /** The baseline: the same request, corrected without a cache. */
    @Benchmark
    public Correction uncached() {
        return Subjects.passThrough("aligner").correct(request(0));
    }

    /** The texts are equal, but not the same objects, as in an application. */
    @Benchmark
    public Correction hit() {
        return cached.correct(request(0));
    }

    /** Every request is new; once the cache is full, each evicts another. */
    @Benchmark
    public Correction miss() {
        return cached.correct(request(++asked));
    }

    private static CorrectionRequest request(int number) {
        return CorrectionRequest.of(Subjects.QUESTION + number, Subjects.ANSWER + number);
    }
}
