// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import io.github.aligner4j.runtime.generation.Generation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts of what is equal. */
final class ParityCounts {

    private int checkpoints;
    private int adapters;
    private final Share rows = new Share();
    private final Share tokens = new Share();
    private final Share drafted = new Share();
    private final Share company = new Share();
    private final Share exactDrafted = new Share();
    private final Share exactCompany = new Share();
    private final List<String> differing = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    void checkpoint(int adaptersOfIt) {
        checkpoints++;
        adapters += adaptersOfIt;
    }

    /** Compares tokens with those of transformers. */
    void reference(List<GoldenCall> calls, List<Generation> generations) {
        for (int i = 0; i < calls.size(); i++) {
            List<Integer> expected = calls.get(i).expected();
            int equal = equalTokens(expected, generations.get(i).tokenIds());
            tokens.add(equal, expected.size());
            rows.add(equal == expected.size() ? 1 : 0, 1);
            if (equal < expected.size()) {
                differing.add(calls.get(i).name());
            }
        }
    }

    void failed(String checkpoint, RuntimeException failure) {
        failed.add(checkpoint + ": " + failure);
    }

    /** Returns the rows that are equal with drafts and without. */
    Share drafted() {
        return drafted;
    }

    /** Returns the rows that are equal in company and alone. */
    Share company() {
        return company;
    }

    /** Returns the former in batch-invariant mode. */
    Share exactDrafted() {
        return exactDrafted;
    }

    /** Returns the latter in batch-invariant mode. */
    Share exactCompany() {
        return exactCompany;
    }

    Map<String, Object> report() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("checkpoints", checkpoints);
        report.put("adapters", adapters);
        report.put("rows", rows.report());
        report.put("tokens", tokens.report());
        report.put("drafted", drafted.report());
        report.put("company", company.report());
        report.put("exactDrafted", exactDrafted.report());
        report.put("exactCompany", exactCompany.report());
        report.put("differing", differing);
        report.put("failed", failed);
        return report;
    }

    /** Returns the number of tokens before the first that differs. */
    private static int equalTokens(List<Integer> expected, List<Integer> tokens) {
        int equal = 0;
        while (equal < Math.min(expected.size(), tokens.size())
                && expected.get(equal).equals(tokens.get(equal))) {
            equal++;
        }
        return equal;
    }

    /** The number of things that are equal, of all that were compared. */
    static final class Share {

        private int equal;
        private int all;

        void add(Share more) {
            add(more.equal, more.all);
        }

        void add(int moreEqual, int moreInAll) {
            equal += moreEqual;
            all += moreInAll;
        }

        Map<String, Object> report() {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("equal", equal);
            report.put("all", all);
            return report;
        }
    }
}
