// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.aligner4j.bench.BenchReport;
import io.github.aligner4j.bench.BenchSetting;
import io.github.aligner4j.bench.CallersReport;
import io.github.aligner4j.bench.SoakReport;
import io.github.aligner4j.bench.StrategyReport;
import io.github.aligner4j.bench.WorkloadReport;
import tools.jackson.databind.json.JsonMapper;

/** Writes benchmark reports as JSON; field names that differ from those in code are kept for scripts. */
final class BenchJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addMixIn(BenchReport.class, Report.class)
            .addMixIn(BenchSetting.class, Setting.class)
            .addMixIn(WorkloadReport.class, Kind.class)
            .addMixIn(StrategyReport.class, Strategy.class)
            .addMixIn(CallersReport.class, Callers.class)
            .addMixIn(SoakReport.class, Soak.class)
            .build();

    private BenchJson() {}

    /** Returns {@code report} as one line of JSON. */
    static String of(BenchReport report) {
        return MAPPER.writeValueAsString(report);
    }

    private interface Report {
        @JsonProperty("kinds")
        Object workloads();
    }

    private interface Setting {
        @JsonProperty("leftOut")
        int skipped();
    }

    private interface Kind {
        @JsonProperty("readingMillis")
        double fullPrefillMillis();

        @JsonProperty("ways")
        Object strategies();
    }

    private interface Strategy {
        @JsonProperty("timesOneReading")
        double timesFullPrefill();

        @JsonProperty("differingRows")
        int mismatches();
    }

    private interface Callers {
        @JsonProperty("oneByOnePerSecond")
        double sequentialPerSecond();

        @JsonProperty("togetherPerSecond")
        double concurrentPerSecond();
    }

    private interface Soak {
        @JsonProperty("forgottenBytes")
        long leakedBytes();

        @JsonProperty("leastMebibytes")
        Object minMebibytes();

        @JsonProperty("mostMebibytes")
        Object maxMebibytes();
    }
}
