// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Verifies drafts against a known completion, as a model that says exactly that would. */
final class TeacherForced {

    static final int MAX_ROWS = 64;

    private TeacherForced() {}

    /** Runs a drafter to the completion's end and returns the trees of all passes. */
    static List<DraftTree> run(Drafter drafter, int[] completion, int maxTokens) {
        List<DraftTree> passes = new ArrayList<>();
        int generated = 0;
        while (generated < completion.length) {
            DraftTree draft = drafter.draft(maxTokens);
            int tokens = verified(draft, completion, generated);
            drafter.accepted(draft, Arrays.copyOfRange(completion, generated, generated + tokens));
            passes.add(draft);
            generated += tokens;
        }
        return passes;
    }

    /** Number of forward passes that residual decoding takes. */
    static int passes(int[] prompt, int[] prediction, int[] completion) {
        return run(Drafting.RESIDUAL.drafter(new DraftSource(prompt, prediction)), completion, MAX_ROWS)
                .size();
    }

    /** Tokens of a text in which none comes twice. */
    static int[] distinct(int first, int count) {
        return IntStream.range(first, first + count).toArray();
    }

    static int[] concat(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    private static int verified(DraftTree draft, int[] completion, int from) {
        int node = DraftTree.ROOT;
        int at = from;
        while (at < completion.length) {
            node = draft.child(node, completion[at++]);
            if (node < 0) {
                break;
            }
        }
        return at - from;
    }
}
