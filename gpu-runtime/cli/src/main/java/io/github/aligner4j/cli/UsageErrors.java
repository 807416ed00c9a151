// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Describes errors in a command line, and suggests the most similar name for an unknown one. */
final class UsageErrors {

    private static final int MAX_EDITS = 3;

    private UsageErrors() {}

    static String about(ParameterException failure) {
        List<String> hints = new ArrayList<>();
        for (String argument : failure.getCommandLine().getUnmatchedArguments()) {
            String unknown = argument.split("=", 2)[0];
            String nearest = nearest(known(failure.getCommandLine(), unknown), unknown);
            if (!nearest.isEmpty()) {
                hints.add("; did you mean " + nearest + " instead of " + unknown + "?");
            }
        }
        return ErrorMessages.about(failure) + String.join("", hints);
    }

    private static SortedSet<String> known(CommandLine command, String unknown) {
        SortedSet<String> known = new TreeSet<>(
                unknown.startsWith("-") ? List.of() : command.getSubcommands().keySet());
        if (unknown.startsWith("-")) {
            command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
        }
        return known;
    }

    /** Returns the most similar name, the first in alphabetical order; empty if none is similar. */
    private static String nearest(SortedSet<String> known, String unknown) {
        Map<Integer, String> nearest = new TreeMap<>();
        known.forEach(name -> nearest.putIfAbsent(edits(name, unknown), name));
        return nearest.entrySet().stream()
                .limit(1)
                .filter(best -> best.getKey() <= Math.min(MAX_EDITS, unknown.length() / 2))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    /** Returns the Levenshtein distance of two names. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = i == 0 ? j : diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = i == 0 ? j : Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
