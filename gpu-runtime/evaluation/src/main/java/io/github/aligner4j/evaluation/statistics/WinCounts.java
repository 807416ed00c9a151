package io.github.aligner4j.evaluation.statistics;

/**
 * Counts of comparisons between a system and a baseline.
 *
 * @param wins the number that the system won
 * @param losses the number that it lost
 * @param ties the number of ties
 */
public record WinCounts(long wins, long losses, long ties) {

    /** Checks the counts. */
    public WinCounts {
        if (wins < 0 || losses < 0 || ties < 0) {
            throw new IllegalArgumentException("counts must be at least 0, but were " + wins + " wins, " + losses
                    + " losses and " + ties + " ties");
        }
    }

    /** Returns the number of comparisons. */
    public long total() {
        return wins + losses + ties;
    }

    /**
     * Returns (wins - losses) / (wins + losses + ties), from -1 to 1; NaN without comparisons. Source: Ji et al. 2024, "Aligner",
     * appendix E.2, equation 4.
     */
    public double winRate() {
        return (double) (wins - losses) / total();
    }
}
