// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

/** Drafts nothing: plain decoding. */
final class PlainDrafter implements Drafter {

    @Override
    public DraftTree draft(int maxTokens) {
        return DraftTree.NONE;
    }

    @Override
    public void accepted(DraftTree draft, int[] tokens) {
        // It has no state.
    }
}
