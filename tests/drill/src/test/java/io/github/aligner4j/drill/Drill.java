// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The drill under load, for a person at a terminal; see the script {@code run}. */
public final class Drill {

    private static final Duration QUIET = Duration.ofSeconds(20);

    private final PrintStream out;
    private final Map<String, String> options;

    private Drill(PrintStream out, Map<String, String> options) {
        this.out = out;
        this.options = options;
    }

    /** Runs the drill, and ends with status 1 if a scenario did not end well. */
    public static void main(String[] args) throws InterruptedException {
        Map<String, String> options =
                new TreeMap<>(Map.of("callers", "64", "minutes", "5", "seed", "1", "only", ".*", "bound", "90"));
        for (int i = 0; i + 1 < args.length; i += 2) {
            String name = args[i].replaceFirst("^--", "");
            if (!options.containsKey(name)) {
                throw new IllegalArgumentException(
                        "there is no option " + args[i] + "; there are --callers, --minutes (0 for"
                                + " once each, in order), --seed, --bound (seconds within which each call must end) and"
                                + " --only (a regular expression of scenarios)");
            }
            options.put(name, args[i + 1]);
        }
        System.exit(new Drill(System.out, options).run() ? 0 : 1);
    }

    private boolean run() throws InterruptedException {
        int callers = Integer.parseInt(options.get("callers"));
        double minutes = Double.parseDouble(options.get("minutes"));
        List<Scenario> scenarios = Scenarios.all().stream()
                .filter(scenario -> scenario.name().matches(options.get("only")))
                .toList();
        Tally tally = new Tally((name, failure) -> out.println("NOT WELL: " + name + "\n" + failure + "\n"));
        try (World world = new World(Duration.ofSeconds(Long.parseLong(options.get("bound"))))) {
            Crew crew = new Crew(world, tally, scenarios, callers);
            long end = System.nanoTime() + (long) (minutes * 60e9);
            if (minutes == 0) {
                crew.once();
            } else {
                crew.work(Long.parseLong(options.get("seed")), () -> System.nanoTime() > end);
            }
            out.print(tally.table());
            List<String> left = Aftermath.of(world, QUIET);
            left.forEach(line -> out.println("\nLEFT BEHIND: " + line));
            return tally.allWell() && left.isEmpty();
        }
    }
}
