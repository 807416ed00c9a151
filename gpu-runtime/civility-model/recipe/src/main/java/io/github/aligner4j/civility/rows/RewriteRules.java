package io.github.aligner4j.civility.rows;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Regular expressions with replacements, to make corrections of good answers by hand-written rules.
 *
 * <p>A line has an expression ({@link java.util.regex.Pattern}, multi-line mode), a tab and the replacement, which may be empty
 * and may have {@code $1}, {@code \n} and {@code \}{@code u} (makes the next letter a capital). Lines that begin with {@code #},
 * and blank ones, say nothing. Rules are applied in order, each to the outcome of those before; matches that touch code blocks are
 * left; white space that would be double where something was taken out is dropped.
 */
public final class RewriteRules {

    private final List<RewriteRule> rules;

    private RewriteRules(List<RewriteRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * The rows that came out.
     *
     * @param changed answers with their corrections
     * @param untouched the answers that no rule changes
     * @param emptied how many answers were left out, because nothing was left of them
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
     * @throws IOException with a message for the user, which names the line, if they can't be read
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
            throw new IOException(file + ": there is no rule");
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

    /** Returns how many rules there are. */
    public int size() {
        return rules.size();
    }

    /** Returns {@code answer} after all rules. */
    public String apply(String answer) {
        String text = answer;
        for (RewriteRule rule : rules) {
            text = rule.apply(text);
        }
        return text;
    }

    /** Returns what the rules make of {@code answers}. */
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
