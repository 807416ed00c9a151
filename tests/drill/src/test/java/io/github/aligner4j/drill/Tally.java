// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** How often each scenario was tried, and how it ended. Safe for several threads. */
final class Tally {

    private static final String ROW = "| %s | %d | %d | %.1f s |%n";

    private final Map<String, Row> rows = new TreeMap<>();
    private final Set<String> failures = new TreeSet<>();
    private final BiConsumer<String, Throwable> failed;

    /**
     * Creates it.
     *
     * @param failed hears the first failure of each scenario and way
     */
    Tally(BiConsumer<String, Throwable> failed) {
        this.failed = failed;
    }

    synchronized void well(Scenario scenario, long nanos) {
        row(scenario).add(true, nanos);
    }

    synchronized void badly(Scenario scenario, Route route, long nanos, Throwable failure) {
        row(scenario).add(false, nanos);
        String name = scenario.name() + " (" + route + ")";
        if (failures.add(name)) {
            failed.accept(name, failure);
        }
    }

    private Row row(Scenario scenario) {
        return rows.computeIfAbsent(scenario.name(), name -> new Row());
    }

    synchronized boolean allWell() {
        return failures.isEmpty();
    }

    /** Returns the closing table in Markdown. */
    synchronized String table() {
        StringBuilder table =
                new StringBuilder("| scenario | tried | ended well | worst time |\n|---|---:|---:|---:|\n");
        Row total = new Row();
        rows.forEach((name, row) -> {
            table.append(ROW.formatted(name, row.tried, row.well, row.seconds()));
            total.add(row);
        });
        return table.append(ROW.formatted("**all**", total.tried, total.well, total.seconds()))
                .toString();
    }

    private static final class Row {

        private long tried;
        private long well;
        private long worst;

        void add(boolean endedWell, long nanos) {
            tried++;
            well += endedWell ? 1 : 0;
            worst = Math.max(worst, nanos);
        }

        void add(Row other) {
            tried += other.tried;
            well += other.well;
            worst = Math.max(worst, other.worst);
        }

        double seconds() {
            return worst / 1e9;
        }
    }
}
