// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import tools.jackson.databind.JsonNode;

/** The exit code of a run. */
final class KitVerdict {

    private KitVerdict() {}

    /**
     * Returns 0 if each step ended well, and in float32 all tokens are those of transformers, with drafts and in company; else 1.
     * In half precision tokens may differ, and nothing but the table says so.
     */
    static int of(JsonNode report) {
        for (JsonNode step : report.path("steps")) {
            if (!step.path("status").asString().equals("ok")) {
                return 1;
            }
        }
        JsonNode parity = report.path("parity").path("float32");
        boolean exact = parity.path("failed").isEmpty()
                && equal(parity.path("rows"))
                && equal(parity.path("drafted"))
                && equal(parity.path("company"));
        return parity.isMissingNode() || exact ? 0 : 1;
    }

    private static boolean equal(JsonNode share) {
        return share.path("equal").asInt() == share.path("all").asInt();
    }
}
