package io.github.aligner4j.samples.weaktostrong;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** The steps of the {@code run} script that the {@code aligner} command does not have: the questions, and the table. */
public final class WeakToStrong {

    private WeakToStrong() {}

    /** Runs {@code questions FOLDER} or {@code table FOLDER}. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("expected 'questions FOLDER' or 'table FOLDER'");
        }
        Path folder = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "questions" -> Questions.about(Animal.all()).write(folder);
            case "table" -> table(folder, System.out);
            default ->
                throw new IllegalArgumentException("unknown step '" + arguments[0] + "'; expected questions or table");
        }
    }

    /** Prints a table of the answers to held-out questions, before and after training, uncorrected and corrected. */
    static void table(Path folder, PrintStream out) throws IOException {
        out.println("| held-out questions | answers | rude words | left alone by the Aligner | the right fact |");
        out.println("|---|---|---|---|---|");
        rows(folder, "before", out, "A: upstream model", "B: A, corrected by the Aligner");
        rows(folder, "after", out, "C: A, trained on corrections of its answers", "D: C, corrected by the Aligner");
    }

    /** An answer whose correction was rejected counts as changed, and is missing among the corrected ones. */
    private static void rows(Path folder, String name, PrintStream out, String alone, String corrected)
            throws IOException {
        Answers original = Answers.in(folder.resolve(name + ".jsonl"), "answer");
        Answers correction = Answers.in(folder.resolve(name + "-corrected.jsonl"), "correction");
        out.println(original.row(alone, Answers.percent((double) correction.unchanged() / original.count())));
        out.println(correction.row(corrected, ""));
    }
}
