package io.github.aligner4j.training.checkpoint;

/**
 * Where a run is, beside its weights and moments.
 *
 * @param fingerprint of all that decides the outcome; a run can only be gone on with by its like
 * @param stage index of the present stage
 * @param stepInStage steps of it that are done
 * @param step steps done in all stages
 * @param tokens tokens learnt from, so far
 * @param bestLoss smallest loss on the dev set in the last stage, in nats for each token; infinite if there is none yet
 * @param evaluationsWithoutGain evaluations since then
 */
public record TrainingState(
        String fingerprint,
        int stage,
        int stepInStage,
        int step,
        long tokens,
        double bestLoss,
        int evaluationsWithoutGain) {

    /** Returns the state of a run that begins. */
    public static TrainingState start(String fingerprint) {
        return new TrainingState(fingerprint, 0, 0, 0, 0, Double.POSITIVE_INFINITY, 0);
    }

    /** Returns the state after a step that learnt from {@code learnt} tokens. */
    public TrainingState stepped(int learnt) {
        return new TrainingState(
                fingerprint, stage, stepInStage + 1, step + 1, tokens + learnt, bestLoss, evaluationsWithoutGain);
    }

    /** Returns the state at the beginning of the next stage. */
    public TrainingState nextStage() {
        return new TrainingState(fingerprint, stage + 1, 0, step, tokens, bestLoss, evaluationsWithoutGain);
    }

    /** Returns the state after an evaluation that counts. */
    public TrainingState evaluated(double loss) {
        boolean best = loss < bestLoss;
        return new TrainingState(
                fingerprint,
                stage,
                stepInStage,
                step,
                tokens,
                best ? loss : bestLoss,
                best ? 0 : evaluationsWithoutGain + 1);
    }
}
