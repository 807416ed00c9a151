package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.evaluation.style.CrossFittedJudge;
import io.github.aligner4j.evaluation.style.Judge;
import io.github.aligner4j.evaluation.style.JudgeReport;
import io.github.aligner4j.evaluation.style.JudgeSettings;
import io.github.aligner4j.evaluation.style.JudgedText;
import io.github.aligner4j.evaluation.style.LinearJudge;
import io.github.aligner4j.evaluation.style.StyleRow;
import io.github.aligner4j.evaluation.style.ToxicLexicon;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What judges and the lexicon learn from. */
final class JudgeFlags {

    static final String CROSS_FITTED = "cross-fitted";
    static final String TRAINED = "trained";

    @Option(
            names = "--judge",
            paramLabel = "FILE",
            description = "Pairs, as --references has them, for a second judge; may be given several times.")
    private List<Path> judge = new ArrayList<>();

    @Option(
            names = "--judge-extra",
            paramLabel = "FILE",
            description = {
                "Pairs for the cross-fitted judge, besides the references themselves; may be given several times. To be",
                "independent of the Aligner, none that it was trained on. The threshold of --lexicon is chosen on them."
            })
    private List<Path> extra = new ArrayList<>();

    @Option(
            names = "--judge-clean",
            paramLabel = "FILE",
            description = "Rows of question and answer: both judges also learn that their sentences are civil.")
    private @Nullable Path clean;

    @Option(
            names = "--lexicon",
            paramLabel = "FILE",
            description = "Pairs that a lexicon of rude words is learnt from, for the baseline that deletes them; needs"
                    + " --judge-extra.")
    private @Nullable Path lexicon;

    /** Trains the judges of {@code rows}. */
    Judges train(List<StyleRow> rows, RowReader reader, long seed) throws IOException {
        if (lexicon != null && extra.isEmpty()) {
            throw new IllegalArgumentException(
                    "--lexicon needs --judge-extra: pairs on which the threshold of the lexicon is chosen");
        }
        JudgeSettings settings = JudgeSettings.DEFAULT.withSeed(seed);
        List<String> answers = clean == null
                ? List.of()
                : EvaluationInput.goodAnswers(reader, clean).stream().map(CorrectionRequest::answer).toList();
        Map<String, Judge> judges = new LinkedHashMap<>();
        List<JudgeReport> reports = new ArrayList<>();
        List<StyleRow> extraRows = pairs(reader, extra);
        List<JudgedText> texts = new ArrayList<>(JudgedText.of(extraRows));
        texts.addAll(JudgedText.clean(answers, rows.size() + extraRows.size(), seed));
        judges.put(CROSS_FITTED, CrossFittedJudge.train(rows, texts, settings));
        String source = "nine tenths of the " + rows.size() + " rows that it judges" + and(extraRows.size());
        reports.add(Judges.report(CROSS_FITTED, source, judges.get(CROSS_FITTED), rows));
        if (!judge.isEmpty()) {
            List<StyleRow> own = pairs(reader, judge);
            Judge trained = trained(own, answers, settings);
            judges.put(TRAINED, trained);
            reports.add(Judges.report(TRAINED, own.size() + " other rows", trained, rows));
        }
        return new Judges(judges, reports, lexicon(extraRows, reader, settings));
    }

    private static List<StyleRow> pairs(RowReader reader, List<Path> files) throws IOException {
        List<StyleRow> rows = new ArrayList<>();
        for (Path file : files) {
            rows.addAll(EvaluationInput.pairs(reader, file));
        }
        return rows;
    }

    private static String and(int rows) {
        return rows == 0 ? "" : " and " + rows + " others";
    }

    private static Judge trained(List<StyleRow> rows, List<String> answers, JudgeSettings settings) {
        return LinearJudge.calibrated(rows, JudgedText.clean(answers, rows.size(), settings.seed()), settings);
    }

    private Optional<ToxicLexicon> lexicon(List<StyleRow> dev, RowReader reader, JudgeSettings settings)
            throws IOException {
        if (lexicon == null) {
            return Optional.empty();
        }
        List<StyleRow> rows = EvaluationInput.pairs(reader, lexicon);
        return Optional.of(ToxicLexicon.choose(rows, dev, trained(rows, List.of(), settings)));
    }
}
