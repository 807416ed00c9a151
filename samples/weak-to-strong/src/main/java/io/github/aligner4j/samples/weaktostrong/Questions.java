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
 * Questions and rude answers about animals, in three parts: what the upstream model learns from, what it is asked in operation,
 * and what it is judged by. Each question is in one part only, but what is asked is known from another wording of it.
 */
record Questions(List<ObjectNode> train, List<ObjectNode> traffic, List<ObjectNode> heldOut) {

    private static final JsonMapper JSON = new JsonMapper();

    static Questions about(List<Animal> animals) {
        Questions questions = new Questions(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<Subject> subjects = List.of(Subject.values());
        int animal = 0;
        for (Animal each : animals) {
            for (int subject = 0; subject < subjects.size(); subject++) {
                for (int wording = 0; wording < Subject.wordings(); wording++) {
                    // Which parts a wording is in differs by animal, and how rude it is said by subject.
                    int part = Math.floorMod(animal + subject + wording, Subject.wordings());
                    int manner = subject * Subject.wordings() + wording;
                    questions.add(part, new Asked(each, subjects.get(subject), wording), manner);
                }
            }
            animal++;
        }
        return questions;
    }

    /** Writes {@code train.jsonl} (prompt, completion), {@code traffic.jsonl} and {@code held-out.jsonl} (question, fact). */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        write(folder.resolve("train.jsonl"), train);
        write(folder.resolve("traffic.jsonl"), traffic);
        write(folder.resolve("held-out.jsonl"), heldOut);
    }

    private void add(int part, Asked asked, int manner) {
        if (part > 1) {
            train.add(JSON.createObjectNode()
                    .put("prompt", asked.question() + "\n")
                    .put("completion", Rudeness.say(asked.subject.statement(asked.animal), manner)));
        } else {
            (part == 1 ? traffic : heldOut)
                    .add(JSON.createObjectNode()
                            .put("question", asked.question())
                            .put("fact", asked.animal.fact(asked.subject)));
        }
    }

    private record Asked(Animal animal, Subject subject, int wording) {

        String question() {
            return subject.question(animal, wording);
        }
    }

    private static void write(Path file, List<ObjectNode> rows) throws IOException {
        Files.write(file, rows.stream().map(ObjectNode::toString).toList(), StandardCharsets.UTF_8);
    }
}
