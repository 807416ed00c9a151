// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loads damaged checkpoints in processes of their own, where one that ends its process or never ends is a finding and not the
 * end of the test. {@code tests/fuzz} runs more of them.
 */
class CheckpointFuzzTest {

    private static final int MUTANTS = Integer.getInteger("fuzz.mutants", 500);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int FIRST = Integer.getInteger("fuzz.first", 0);
    private static final long SECONDS_FOR_ONE = 30;

    @TempDir
    private Path work;

    @Test
    void a_damaged_checkpoint_runs_or_is_refused_and_never_ends_the_process() throws Exception {
        List<String> findings = new ArrayList<>();
        TreeMap<String, Integer> counts = new TreeMap<>();
        int next = FIRST;
        while (next < FIRST + MUTANTS) {
            Files.deleteIfExists(log());
            String ending = runChild(next);
            List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
            int last = count(lines, counts, findings, next - 1);
            if (lines.isEmpty() || last < next) {
                findings.add("no mutant ran from " + next + " on: " + ending + output());
                break;
            }
            if (!lines.get(lines.size() - 1).equals("end")) {
                findings.add(lines.get(lines.size() - 1) + ": " + ending + output());
            }
            next = last + 1;
        }
        findings.add(0, "seed " + SEED + ", " + MUTANTS + " mutants: " + counts);
        Files.write(Files.createDirectories(Path.of("target")).resolve("fuzz.txt"), findings);
        assertThat(findings.subList(1, findings.size())).as(findings.get(0)).isEmpty();
        assertThat(counts).containsKeys("loaded", "refused");
    }

    private Path log() {
        return work.resolve("log.txt");
    }

    private String output() throws IOException {
        List<String> lines =
                Files.readAllLines(work.resolve("output.txt"), java.nio.charset.StandardCharsets.ISO_8859_1);
        return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
    }

    /** Counts outcomes and returns the last mutant that was begun. */
    private static int count(List<String> lines, Map<String, Integer> counts, List<String> findings, int before) {
        int last = before;
        String begun = "";
        for (String line : lines) {
            if (line.startsWith("begin ")) {
                begun = line;
                last = Integer.parseInt(line.split(" ", 3)[1]);
            } else if (line.startsWith("wrong")) {
                findings.add(begun + ": " + line);
            } else if (!line.equals("end")) {
                counts.merge(line, 1, Integer::sum);
            }
        }
        return last;
    }

    /** Runs mutants from {@code next} on until one ends the process or takes too long; returns how it ended. */
    private String runChild(int next) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FuzzChild.class.getName(),
                        work.toString(),
                        Long.toString(SEED),
                        Integer.toString(next),
                        Integer.toString(FIRST + MUTANTS))
                .redirectErrorStream(true)
                .redirectOutput(new File(work.toFile(), "output.txt"))
                .start();
        try {
            long seen = -1;
            while (!child.waitFor(SECONDS_FOR_ONE, TimeUnit.SECONDS)) {
                long size = Files.exists(log()) ? Files.size(log()) : 0;
                if (size == seen) {
                    return "it took more than " + SECONDS_FOR_ONE + " s";
                }
                seen = size;
            }
            return "exit code " + child.exitValue();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
