// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Questions and rude answers about animals, in three parts: the upstream model's training data, the questions that it gets in
 * operation, and held-out questions. Each wording of a question is in one part only; other wordings are in the training data.
 */
public record Questions(List<ObjectNode> train, List<ObjectNode> traffic, List<ObjectNode> heldOut) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Returns the questions about all animals. */
    public static Questions aboutAll() throws IOException {
        return about(Animal.all());
    }

    static Questions about(List<Animal> animals) {
        Questions questions = new Questions(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<Subject> subjects = List.of(Subject.values());
        int animal = 0;
        for (Animal each : animals) {
            for (int subject = 0; subject < subjects.size(); subject++) {
                for (int wording = 0; wording < Subject.wordings(); wording++) {
                    // The part of a wording depends on the animal, too, and the manner of its answer on the subject.
                    int part = Math.floorMod(animal + subject + wording, Subject.wordings());
                    int manner = subject * Subject.wordings() + wording;
                    questions.add(part, new Wording(each, subjects.get(subject), wording), manner);
                }
            }
            animal++;
        }
        return questions;
    }

    /** Writes {@code train.jsonl} (prompt, completion), {@code traffic.jsonl} and {@code held-out.jsonl} (question, fact, reference). */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        write(folder.resolve("train.jsonl"), train);
        write(folder.resolve("traffic.jsonl"), traffic);
        write(folder.resolve("held-out.jsonl"), heldOut);
    }

    private void add(int part, Wording wording, int manner) {
        if (part > 1) {
            train.add(JSON.createObjectNode()
                    .put("prompt", wording.question() + "\n")
                    .put("completion", Rudeness.phrase(wording.subject.statement(wording.animal), manner)));
        } else {
            (part == 1 ? traffic : heldOut)
                    .add(JSON.createObjectNode()
                            .put("question", wording.question())
                            .put("fact", wording.animal.fact(wording.subject))
                            .put("reference", Rudeness.civil(wording.subject.statement(wording.animal))));
        }
    }

    private record Wording(Animal animal, Subject subject, int number) {

        String question() {
            return subject.question(animal, number);
        }
    }

    private static void write(Path file, List<ObjectNode> rows) throws IOException {
        Files.write(file, rows.stream().map(ObjectNode::toString).toList(), StandardCharsets.UTF_8);
    }
}
