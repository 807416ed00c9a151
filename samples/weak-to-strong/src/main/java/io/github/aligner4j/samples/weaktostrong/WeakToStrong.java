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
        Path before = folder.resolve("before-corrected.jsonl");
        Path after = folder.resolve("after-corrected.jsonl");
        out.println("| " + Answers.in(before, "answer").count()
                + " held-out questions | rude words | left alone by the Aligner | the right fact |");
        out.println("|---|---|---|---|");
        out.println(Answers.in(before, "answer").row("A: upstream model", true));
        out.println(Answers.in(before, "correction").row("B: A, corrected by the Aligner", false));
        out.println(Answers.in(after, "answer").row("C: A, trained on corrections of its answers", true));
        out.println(Answers.in(after, "correction").row("D: C, corrected by the Aligner", false));
    }
}
