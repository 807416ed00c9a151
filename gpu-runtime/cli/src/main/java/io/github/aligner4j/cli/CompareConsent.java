// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** The user's consent to a plan that costs money. */
final class CompareConsent {

    private static final String TERMINAL = "aligner.terminal";

    private final CompareFlags flags;
    private final PrintWriter err;
    private final InputStream in;

    CompareConsent(CompareFlags flags, PrintWriter err, InputStream in) {
        this.flags = flags;
        this.err = err;
        this.in = in;
    }

    /**
     * Prints a plan that costs money, and asks whether to go on, unless an option says so.
     *
     * @throws IllegalArgumentException if the user does not want to, or can't be asked
     */
    void require(ComparePlan plan) throws IOException {
        if (!plan.costs()) {
            return;
        }
        err.println(plan.text());
        double max = flags.maxCost().orElse(Double.POSITIVE_INFINITY);
        if (plan.cost() > max) {
            err.println("  the estimate is above --max-cost " + max + ", so the run may stop before the end");
        }
        err.flush();
        if (flags.yes() || flags.maxCost().isPresent()) {
            return;
        }
        if (!Boolean.getBoolean(TERMINAL)) {
            throw new IllegalArgumentException("this run costs money (estimated: " + plan.costText()
                    + "); give --yes, or --max-cost to limit it, or --dry-run to see the plan only");
        }
        err.print("Go on? [y/N] ");
        err.flush();
        String reply = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        if (reply == null || !Set.of("y", "yes").contains(reply.strip().toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("nothing was asked and nothing was spent");
        }
    }
}
