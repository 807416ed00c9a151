package io.github.aligner4j.civility.rows;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Hand-written rules that correct good answers.
 *
 * <p>Each line of a file has a regular expression ({@link java.util.regex.Pattern} in multi-line mode), a tab and the replacement. The
 * replacement may be empty and may contain {@code $1} for a group, {@code \n}, and {@code \}{@code u}, which capitalizes the next
 * letter. Blank lines and lines that begin with {@code #} are ignored. Rules are applied in order, each to the result of the previous
 * ones. Matches that overlap code blocks are skipped, and duplicate white space around a deletion is removed.
 */
public final class RewriteRules {

    private final List<RewriteRule> rules;

    private RewriteRules(List<RewriteRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * The result of correcting answers.
     *
     * @param changed the answers that rules change, with their corrections
     * @param untouched the answers that no rule changes
     * @param emptied the number of answers that were left out because their correction is empty
     */
    public record Outcome(List<CorrectionRow> changed, List<CorrectionRow> untouched, int emptied) {

        /** Copies the lists. */
        public Outcome {
            changed = List.copyOf(changed);
            untouched = List.copyOf(untouched);
        }
    }

    /**
     * Reads rules.
     *
     * @throws IOException if the file can't be read, or a line is malformed; the message names the line
     */
    public static RewriteRules read(Path file) throws IOException {
        List<RewriteRule> rules = new ArrayList<>();
        List<String> lines = TextFile.lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank() && !line.startsWith("#")) {
                rules.add(rule(file + ":" + (i + 1) + ": ", line));
            }
        }
        if (rules.isEmpty()) {
            throw new IOException(file + ": the file has no rules; at least 1 is needed");
        }
        return new RewriteRules(rules);
    }

    private static RewriteRule rule(String place, String line) throws IOException {
        String[] cells = line.split("\t", -1);
        if (cells.length != 2) {
            throw new IOException(place + "a rule needs a regular expression, one tab and a replacement");
        }
        try {
            return new RewriteRule(cells[0], cells[1]);
        } catch (IllegalArgumentException e) {
            throw new IOException(place + e.getMessage(), e);
        }
    }

    /** Returns the number of rules. */
    public int size() {
        return rules.size();
    }

    /** Applies all rules to {@code answer}. */
    public String apply(String answer) {
        String text = answer;
        for (RewriteRule rule : rules) {
            text = rule.apply(text);
        }
        return text;
    }

    /** Applies all rules to {@code answers}. */
    public Outcome apply(List<CorrectionRow> answers) {
        List<CorrectionRow> changed = new ArrayList<>();
        List<CorrectionRow> untouched = new ArrayList<>();
        for (CorrectionRow row : answers) {
            String corrected = apply(row.answer());
            if (corrected.equals(row.answer())) {
                untouched.add(row.asIdentity());
            } else if (!corrected.isBlank()) {
                changed.add(new CorrectionRow(row.question(), row.answer(), corrected));
            }
        }
        return new Outcome(changed, untouched, answers.size() - changed.size() - untouched.size());
    }
}
