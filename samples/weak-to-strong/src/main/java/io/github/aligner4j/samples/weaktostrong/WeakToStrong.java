package io.github.aligner4j.samples.weaktostrong;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** What the {@code run} script needs beside the {@code aligner} command: the questions, and the table. */
public final class WeakToStrong {

    private WeakToStrong() {}

    /** Takes {@code questions FOLDER} or {@code table FOLDER}. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("expected 'questions FOLDER' or 'table FOLDER'");
        }
        Path folder = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "questions" -> Questions.about(Animal.all()).write(folder);
            case "table" -> table(folder, System.out);
            default -> throw new IllegalArgumentException("unknown: '" + arguments[0] + "'");
        }
    }

    /** Prints how the upstream model answers held-out questions before and after, alone and corrected. */
    static void table(Path folder, PrintStream out) throws IOException {
        out.println("| held-out questions | answers | rude words | left alone by the Aligner | the right fact |");
        out.println("|---|---|---|---|---|");
        rows(folder, "before", out, "A: upstream model", "B: A, corrected by the Aligner");
        rows(folder, "after", out, "C: A, trained on corrections of its answers", "D: C, corrected by the Aligner");
    }

    /** An answer whose correction was rejected counts as one that was not left alone, and is missing among the corrected. */
    private static void rows(Path folder, String name, PrintStream out, String alone, String corrected)
            throws IOException {
        Answers given = Answers.in(folder.resolve(name + ".jsonl"), "answer");
        Answers made = Answers.in(folder.resolve(name + "-corrected.jsonl"), "correction");
        out.println(given.row(alone, Answers.percent((double) made.unchanged() / given.count())));
        out.println(made.row(corrected, ""));
    }
}
