package io.github.aligner4j.cli;

import java.util.ArrayList;
import java.util.List;

/** What building a dataset did, in numbers. */
final class BuildSummary {

    private final List<String> parts = new ArrayList<>();

    void add(String done, int count, String what) {
        parts.add(done + " " + count + " " + what);
    }

    String text() {
        return String.join(", ", parts);
    }
}
