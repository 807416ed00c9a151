// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans which requests a forward pass reads, and how many tokens of each.
 *
 * <p>The token budget of a pass is spent in this order:
 *
 * <ol>
 *   <li>one token for each request that generates;
 *   <li>drafts of these requests, in equal shares of the rest, except for a quarter of the budget that is reserved while
 *       prompts wait;
 *   <li>prompts: half of the rest for the prompt that has waited longest for its turn, the other half for requests that
 *       start and then for the other prompts. So a long prompt does not block short ones, and new requests do not block a
 *       long one;
 *   <li>speculative prefill of hinted prompts, if no request waits.
 * </ol>
 *
 * <p>Used by the device thread.
 */
final class StepPlanner {

    /** Number of passes by which prompts of streaming requests precede others. */
    private static final int STREAMING_HEAD_START_PASSES = 4;

    private final BatchLimits limits;
    private final Batch batch;
    private final Admission admission;
    private final PrefillAhead prefill;
    private final List<BatchEntry> entries = new ArrayList<>();
    private long pass;
    private int budget;

    StepPlanner(BatchLimits limits, Batch batch, Admission admission, PrefillAhead prefill) {
        this.limits = limits;
        this.batch = batch;
        this.admission = admission;
        this.prefill = prefill;
    }

    /** Returns the entries of the next pass; the next call changes the list. */
    List<BatchEntry> plan() {
        entries.clear();
        pass++;
        budget = limits.maxBatchTokens();
        planGenerating();
        if (!entries.isEmpty()) {
            budget = Math.min(budget, limits.maxPrefillTokens());
        }
        planPrompts();
        planPrefillAhead();
        return entries;
    }

    private void planGenerating() {
        int generating = (int)
                batch.running().stream().filter(RunningRequest::generating).count();
        int drafts = budget - generating - reservedForPrompts(generating);
        // By index, because making room may remove the current request or later ones.
        for (int i = 0; i < batch.running().size(); i++) {
            RunningRequest request = batch.running().get(i);
            if (request.generating() && admission.makeRoom(request)) {
                int share = Math.max(0, drafts) / Math.max(1, generating--);
                int tokens = add(request, 1 + share);
                drafts -= tokens - 1;
            }
        }
    }

    private int reservedForPrompts(int generating) {
        boolean promptsWait = generating < batch.runningCount() || admission.admissible() > 0;
        return promptsWait ? Math.min(limits.maxPrefillTokens(), Math.max(1, limits.maxBatchTokens() / 4)) : 0;
    }

    private void planPrompts() {
        List<RunningRequest> prompts = promptsInTurn();
        boolean several = prompts.size() + admission.admissible() > 1;
        int share = several ? (budget + 1) / 2 : budget;
        int first = Math.min(1, prompts.size());
        prompts.subList(0, first).forEach(prompt -> addPrompt(prompt, share));
        @Nullable RunningRequest admitted = budget > 0 ? admission.admit(prefill) : null;
        while (admitted != null) {
            addPrompt(admitted, share);
            admitted = budget > 0 ? admission.admit(prefill) : null;
        }
        prompts.subList(first, prompts.size()).forEach(prompt -> addPrompt(prompt, share));
    }

    private List<RunningRequest> promptsInTurn() {
        List<RunningRequest> prompts = new ArrayList<>();
        for (RunningRequest request : batch.running()) {
            if (!request.generating() && request.failure() == null) {
                prompts.add(request);
            }
        }
        prompts.sort(Comparator.comparingLong(StepPlanner::turn));
        return prompts;
    }

    private static long turn(RunningRequest request) {
        return request.request().streaming()
                ? request.lastPrefillPass() - STREAMING_HEAD_START_PASSES
                : request.lastPrefillPass();
    }

    private void addPrompt(RunningRequest request, int share) {
        if (budget > 0) {
            request.setLastPrefillPass(pass);
            add(request, Math.min(budget, share));
        }
    }

    private int add(RunningRequest request, int maxTokens) {
        try {
            int tokens = request.plan(maxTokens, batch.runningCount());
            budget -= tokens;
            entries.add(request);
            return tokens;
        } catch (RuntimeException | Error e) {
            request.fail(e);
            return 1;
        }
    }

    private void planPrefillAhead() {
        int tokens = entries.isEmpty() ? limits.maxPrefillTokens() : Math.min(budget, limits.maxPrefillTokens() / 4);
        if (tokens > 0 && admission.waiting() == 0 && prefill.plan(tokens, batch.running())) {
            entries.add(prefill);
        }
    }
}
