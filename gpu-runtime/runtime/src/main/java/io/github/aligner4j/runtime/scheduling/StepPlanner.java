package io.github.aligner4j.runtime.scheduling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what each forward pass reads. First of all every request that generates gets its next token; then drafts share what
 * the budget leaves, evenly; prompts have a part of the budget that drafts can't take, and take turns in it by halves, so that
 * neither the length of one nor the coming of others stops any. Prompts that are only expected get what nobody wants.
 *
 * <p>Used by the device's thread.
 */
final class StepPlanner {

    /** So many passes earlier than others does a request whose text is heard while it is generated get its turn. */
    private static final int HEAD_START = 4;

    private final BatchLimits limits;
    private final Batch batch;
    private final Admission admission;
    private final PrefillAhead preparing;
    private final List<BatchEntry> readings = new ArrayList<>();
    private long turn;
    private int left;

    StepPlanner(BatchLimits limits, Batch batch, Admission admission, PrefillAhead preparing) {
        this.limits = limits;
        this.batch = batch;
        this.admission = admission;
        this.preparing = preparing;
    }

    /** Returns who takes part in the next pass; the list is used again by the next call. */
    List<BatchEntry> plan() {
        readings.clear();
        turn++;
        left = limits.stepTokens();
        planGenerating();
        if (!readings.isEmpty()) {
            left = Math.min(left, limits.prefillChunk());
        }
        planPrompts();
        planPreparation();
        return readings;
    }

    private void planGenerating() {
        int generating = (int)
                batch.running().stream().filter(RunningRequest::generating).count();
        int drafts = left - generating - rowsForPrompts(generating);
        // Those who have to leave stand behind the one that needs their room.
        for (int i = 0; i < batch.running().size(); i++) {
            RunningRequest request = batch.running().get(i);
            if (request.generating() && admission.makeRoom(request)) {
                int share = Math.max(0, drafts) / Math.max(1, generating--);
                int rows = read(request, 1 + share);
                drafts -= rows - 1;
            }
        }
    }

    private int rowsForPrompts(int generating) {
        boolean wanted = generating < batch.runningCount() || admission.admissible() > 0;
        return wanted ? Math.min(limits.prefillChunk(), Math.max(1, limits.stepTokens() / 4)) : 0;
    }

    private void planPrompts() {
        List<RunningRequest> prompts = promptsByTurn();
        boolean several = prompts.size() + admission.admissible() > 1;
        int share = several ? (left + 1) / 2 : left;
        for (RunningRequest first : prompts.subList(0, Math.min(1, prompts.size()))) {
            readPrompt(first, share);
        }
        @Nullable RunningRequest admitted = left > 0 ? admission.admit(preparing) : null;
        while (admitted != null) {
            readPrompt(admitted, share);
            admitted = left > 0 ? admission.admit(preparing) : null;
        }
        for (RunningRequest next : prompts.subList(Math.min(1, prompts.size()), prompts.size())) {
            readPrompt(next, share);
        }
    }

    private List<RunningRequest> promptsByTurn() {
        List<RunningRequest> prompts = new ArrayList<>();
        for (RunningRequest request : batch.running()) {
            if (!request.generating() && request.failure() == null) {
                prompts.add(request);
            }
        }
        prompts.sort(Comparator.comparingLong(
                request -> request.request().streaming() ? request.turn() - HEAD_START : request.turn()));
        return prompts;
    }

    private void readPrompt(RunningRequest request, int share) {
        if (left > 0) {
            request.setTurn(turn);
            read(request, Math.min(left, share));
        }
    }

    private int read(RunningRequest request, int mostRows) {
        try {
            int rows = request.plan(mostRows, batch.runningCount());
            left -= rows;
            readings.add(request);
            return rows;
        } catch (RuntimeException | Error e) {
            request.fail(e);
            return 1;
        }
    }

    private void planPreparation() {
        int rows = readings.isEmpty() ? limits.prefillChunk() : Math.min(left, limits.prefillChunk() / 4);
        if (rows > 0 && admission.waiting() == 0 && preparing.plan(rows, batch.running())) {
            readings.add(preparing);
        }
    }
}
