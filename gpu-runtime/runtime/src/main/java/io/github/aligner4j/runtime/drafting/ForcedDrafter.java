// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.List;

/** Drafts the known tokens of a teacher-forced sequence, as many as fit into a pass. */
public final class ForcedDrafter implements Drafter {

    private final List<Integer> tokens;
    private int accepted;

    /** Creates a drafter of all forced tokens, in order. */
    public ForcedDrafter(List<Integer> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    @Override
    public DraftTree draft(int maxTokens) {
        int end = Math.min(tokens.size(), accepted + maxTokens);
        return DraftTree.chain(tokens.subList(Math.min(accepted, end), end).stream()
                .mapToInt(Integer::intValue)
                .toArray());
    }

    @Override
    public void accepted(DraftTree draft, int[] tokens) {
        accepted += tokens.length;
    }
}
