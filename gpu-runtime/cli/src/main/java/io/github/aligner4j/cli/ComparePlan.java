// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The calls that a run is about to make, estimated before it starts.
 *
 * @param items the calls, system by system and judge by judge
 * @param currency the currency of all prices
 */
record ComparePlan(List<Item> items, String currency) {

    ComparePlan {
        items = List.copyOf(items);
    }

    /**
     * The calls for one purpose.
     *
     * @param name the system or judge
     * @param left the number of answers or judgments that are left
     * @param known the number that an earlier run has made
     * @param estimate the tokens and their cost
     * @param unknownPrice true if tokens may cost money, but nobody has said how much
     */
    record Item(String name, long left, long known, Estimate estimate, boolean unknownPrice) {

        private boolean costs() {
            return left > 0 && (estimate.cost() > 0 || unknownPrice);
        }

        private String text(String currency) {
            String price = unknownPrice
                    ? "price unknown"
                    : estimate.cost() > 0 ? money(estimate.cost(), currency) : "no price";
            return String.format(
                    Locale.ROOT,
                    "  %-24s %7d left, %7d known, %10d prompt tokens, %9d completion tokens, %s",
                    name,
                    left,
                    known,
                    estimate.promptTokens(),
                    estimate.completionTokens(),
                    price);
        }
    }

    /**
     * An estimate.
     *
     * @param promptTokens the tokens that models read
     * @param completionTokens the tokens that they generate
     * @param cost their cost
     */
    record Estimate(long promptTokens, long completionTokens, double cost) {

        static final Estimate NONE = new Estimate(0, 0, 0);

        Estimate times(int factor) {
            return new Estimate(promptTokens * factor, completionTokens * factor, cost * factor);
        }

        Estimate plus(Estimate other) {
            return new Estimate(
                    promptTokens + other.promptTokens, completionTokens + other.completionTokens, cost + other.cost);
        }
    }

    /** Returns a copy with more items. */
    ComparePlan with(List<Item> more) {
        List<Item> all = new ArrayList<>(items);
        all.addAll(more);
        return new ComparePlan(all, currency);
    }

    /** Returns whether the run costs money, as far as is known. */
    boolean costs() {
        return items.stream().anyMatch(Item::costs);
    }

    /** Returns the estimated cost, without what has an unknown price. */
    double cost() {
        return items.stream().mapToDouble(item -> item.estimate().cost()).sum();
    }

    /** Returns the estimated cost for people. */
    String costText() {
        boolean unknown = items.stream().anyMatch(item -> item.left() > 0 && item.unknownPrice());
        return unknown ? "at least " + money(cost(), currency) + ", as a price is unknown" : money(cost(), currency);
    }

    /** Returns the plan for people. */
    String text() {
        String lines = items.stream().map(item -> item.text(currency)).collect(Collectors.joining("\n"));
        return "Plan, with a token for 4 ASCII characters or 1 other character:\n" + lines + "\n  estimated cost: "
                + costText();
    }

    static String money(double amount, String currency) {
        return String.format(Locale.ROOT, amount > 0 && amount < 0.1 ? "%.4f" : "%.2f", amount)
                + (currency.isEmpty() ? "" : " " + currency);
    }
}
